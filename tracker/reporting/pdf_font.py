"""The font of a PDF file, cut down to its letters first: the whole takes seconds to load."""

from __future__ import annotations

from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE, FILE = "fontpkg_noto_sans", "files/NotoSans[wdth,wght].ttf"
WEIGHTS = {"": 400, "B": 600}
ASCII = "".join(map(chr, range(32, 127)))
ALWAYS = ASCII + "\N{REPLACEMENT CHARACTER}\N{BULLET}\N{MIDDLE DOT}"


@contextmanager
def fonts_of(text: str) -> Iterator[dict[str, Path]]:
    """Yield a font file a weight, with the letters of *text* as far as the font has them."""
    with TemporaryDirectory() as folder, as_file(files(PACKAGE).joinpath(FILE)) as whole:
        found = {}
        for style, weight in WEIGHTS.items():
            found[style] = Path(folder) / f"{weight}.ttf"
            with TTFont(whole, recalcTimestamp=False, lazy=True) as font:
                cutter = Subsetter(Options(layout_features=["kern"], notdef_outline=True))
                cutter.populate(text=text + ALWAYS)
                cutter.subset(font)
                instantiateVariableFont(font, {"wght": weight, "wdth": 100}, inplace=True)
                font.save(found[style])
        yield found
