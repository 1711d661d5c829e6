"""[sync]: how often, how patiently, how fast."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

YEAR = 366 * 86_400.0


class SyncTimes(BaseModel):
    """[sync]: how often, how patiently, how fast."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    interval_seconds: float = Field(default=60, gt=0, le=YEAR, allow_inf_nan=False)
    hooked_interval_seconds: float = Field(default=900, gt=0, le=YEAR, allow_inf_nan=False)
    settle_seconds: float | None = Field(default=None, ge=0, le=YEAR, allow_inf_nan=False)
    overlap_seconds: float = Field(default=600, ge=0, le=YEAR, allow_inf_nan=False)
    request_timeout_seconds: float = Field(default=15, gt=0, le=3600, allow_inf_nan=False)
    verify_seconds: float = Field(default=86_400, gt=0, le=YEAR, allow_inf_nan=False)
    writes_per_minute: float = Field(default=60, gt=0, allow_inf_nan=False)
