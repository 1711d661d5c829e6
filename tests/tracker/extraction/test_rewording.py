"""Promises in two wordings, and promises that only sound alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.extraction.rewording import reworded
from tracker.nearness import LIKELY, SURE

SAME = [
    (
        "Alert when the search index is late",
        "Alert the on-call person when the search index is late",
    ),
    ("Add an alert on replication lag", "Set up alerting for replication delay"),
    (
        "Write a runbook for failing over the primary database",
        "Document how to fail over the primary DB",
    ),
    (
        "Add retry with backoff to the payment client",
        "Make the payment client retry failed calls with exponential backoff",
    ),
    ("Rotate the certificates of the ingress automatically", "Automate renewal of ingress certs"),
    (
        "Load test the checkout before the sale",
        "Before the sale, run a load test of the checkout",
    ),
    (
        "Raise the connection pool limit to 200",
        "Increase the limit of the connection pool to 250",
    ),
    ("Remove the deprecated login endpoint", "Delete the old, deprecated login endpoint"),
    ("Add a health check for the mail relay", "Added a healthcheck to the mail relay"),
    ("Document the escalation path", "Task 3: Document the escalation path for weekends"),
    (
        "Validate configuration files in CI",
        "We will validate config files in CI before every merge",
    ),
    (
        "Train the support team on the status page",
        "Hold a training for the support team about the status page",
    ),
    ("Review firewall rules quarterly", "Audit the firewall rules each quarter"),
    ("Limit the number of concurrent imports per tenant", "Cap concurrent imports per tenant"),
    ("Move session storage to Redis", "Migrate the session store to Redis"),
    (
        "Add integration tests for the invoice export",
        "Cover the invoice export with integration tests",
    ),
    (
        "Backups must be restored once a month to prove that they work",
        "Test the restore of backups monthly",
    ),
    (
        "Alert on disk space of the log servers",
        "Alert when disk space on the log servers falls below 15%",
    ),
    (
        "Añadir una alerta for disk usage of the primary",
        "Add an alert for disk usage of the primary",
    ),
    ("Ajouter un test for the billing rollback", "Add a test for the billing rollback"),
    ("Enforce code review for schema changes", "Require reviews of schema changes"),
    (
        "Add a circuit breaker between cart and pricing",
        "Introduce a circuit breaker between the cart and the pricing service, to save both",
    ),
    ("Fix the race in the lock manager", "Repair the race condition in the lock manager"),
    ("Shorten the DNS TTL to 60 seconds", "Reduce the TTL of our DNS records to 30 seconds"),
    ("Create a dashboard for cache hit rates", "Cache hit rates get a dashboard"),
    ("Automate failover of the message broker", "Automatic failover for the message broker"),
    ("Alert on certifcate expiry", "Alert on certificate expiry"),
    (
        "Make deployments of the API gateway reversible",
        "Make API gateway deployments reversible within five minutes",
    ),
    ("Update the dependency scanner", "Update dependency scanner and run it nightly"),
    ("Publish a postmortem template", "Publish the template for postmortems"),
    (
        "Add jitter to the retry timers of the mobile app",
        "Mobile app: add jitter to its retry timers",
    ),
    ("Encrypt the backups at rest", "Backups are encrypted at rest"),
    ("Introduce feature flags for the new checkout", "Put the new checkout behind feature flags"),
    (
        "Warn customers before maintenance windows",
        "Customers are warned by mail before each maintenance window",
    ),
    ("Set memory limits on all batch jobs", "All batch jobs get memory limits"),
    (
        "Isolate the reporting queries on a replica",
        "Run reporting queries on an isolated replica",
    ),
    ("Add an index on orders.created_at", "Create the index on orders.created_at, online"),
    (
        "Log the request id in every service",
        "Every service logs the request id, so that a request can be followed",
    ),
    (
        "Ask the vendor for a written analysis of the outage",
        "Request a written analysis of the outage from the supplier",
    ),
    ("Clean up unused feature flags", "Cleanup of unused feature flags"),
    ("Rate limit the public search API", "Add rate limiting to the public search API"),
    ("Give every cron job an owner", "Every cron job has an owner and a runbook"),
    ("Upgrade PostgreSQL to 16", "Upgrade the PostgreSQL cluster to version 16"),
    (
        "Monitor the certificate transparency log",
        "Monitoring of the certificate transparency log",
    ),
]
OTHER = [
    ("Add an alert on disk space", "Add an alert on disk latency"),
    ("Write a runbook for certificate emergencies", "Write a runbook for database emergencies"),
    ("Add an alert on disk space", "Remove the alert on disk space"),
    ("Enlarge the connection pool of billing", "Enlarge the connection pool of reporting"),
    ("Add a dashboard for queue length", "Add an alert on queue length"),
    (
        "Load test cache misses with twice the usual traffic",
        "Load test disk usage with twice the usual traffic",
    ),
    ("Rotate the database password", "Rotate the signing key"),
    ("Document the failover of the broker", "Test the failover of the broker"),
    ("Raise the timeout of the gateway", "Lower the timeout of the gateway"),
    ("Add retry to the payment client", "Add caching to the payment client"),
    ("Train support on the status page", "Train support on refunds"),
    ("Review firewall rules", "Review access rights"),
    ("Replace node 3 of the cluster", "Replace node 7 of the cluster"),
    ("Upgrade PostgreSQL", "Upgrade Redis"),
    ("Back up the wiki", "Back up the mail server"),
    ("Validate uploads before storing", "Validate configuration before deploying"),
    ("Limit concurrent imports", "Limit concurrent exports"),
    ("Add tests for the invoice export", "Add tests for the login page"),
    ("Move sessions to Redis", "Move logs to object storage"),
    ("Fix the race in the lock manager", "Fix the leak in the connection manager"),
    ("Alert on replication lag", "Alert on login failures"),
    ("Encrypt backups", "Verify backups"),
    ("Automate certificate renewal", "Automate database failover"),
    ("Publish a postmortem template", "Publish the status page"),
    ("Add jitter to retries", "Add a cap to retries"),
    (
        "Create an on-call schedule for the data team",
        "Create an on-call schedule for the mobile team",
    ),
    ("Set memory limits on batch jobs", "Set disk quotas on batch jobs"),
    ("Isolate reporting queries", "Isolate tenant traffic"),
    ("Write a script that restores the index", "Write a script that restores the ledger"),
    ("Monitor queue length", "Monitor queue consumers"),
    ("Move the primary to the new region", "Move the backups to the new region"),
    ("Page on 5xx rates of the API", "Page on latency of the API"),
    ("Document the deployment of the API", "Document the deployment of the crawler"),
    ("Add a health check to the mail relay", "Add a health check to the cache"),
    ("Delete unused feature flags", "Delete unused service accounts"),
    ("Warn customers before maintenance", "Warn customers after refunds"),
    ("Ask the vendor for an analysis", "Ask the vendor for a credit"),
    ("Enable audit logs in production", "Disable audit logs in production"),
    ("Add rate limiting to the public API", "Add rate limiting to the internal API"),
    ("Update the runbook", "Update the firewall"),
    ("Rehearse a region's failure every quarter", "Alert when the search index is late"),
    ("Give the indexer a shorter timeout", "Document how to rebuild the index"),
    ("Show disk usage on the shared dashboard", "Show login failures on the shared dashboard"),
    ("Add alerts for CPU of the database", "Add alerts for connections of the database"),
    ("Create a staging copy of the ledger", "Create a daily report of the ledger"),
]


@pytest.mark.parametrize(("first", "later"), SAME)
def test_a_promise_is_recognised_in_other_words(first: str, later: str) -> None:
    """Synonyms, tense, figures, order and added reasons leave no doubt."""
    assert reworded(first, later).score >= SURE


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_other_work_in_like_words_is_not(one: str, other: str) -> None:
    """One thing in place of another is another promise, wherever it stands in the list."""
    assert reworded(one, other).score < LIKELY


@given(st.text(), st.text())
def test_it_is_as_likely_one_way_as_the_other(one: str, other: str) -> None:
    """It lies between none and full, is full with itself, and knows no order."""
    assert 0 <= reworded(one, other).score <= 1
    assert reworded(one, other) == reworded(other, one)
    assert reworded(one, one).score == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Alert on certificate expiry", "Alert on certifcate expiry"),
        ("Alert on certificate expiry", "Alert on certificate epxiry"),
        ("Shorten the failover", "Shorten the failovver"),
    ],
)
def test_a_slip_of_the_pen_is_no_other_word(one: str, other: str) -> None:
    """A letter lost, added, wrong or transposed in a long word changes nothing."""
    assert reworded(one, other).score == 1
    assert not reworded(one, other).swapped


def test_a_long_promise_that_changes_one_thing_is_in_doubt() -> None:
    """Then only the place in the list can tell."""
    score = reworded(
        "Limit the size of the connection pool for each tenant of the billing database",
        "Limit the size of the connection pool for each customer of the billing database",
    ).score

    assert LIKELY <= score < SURE
