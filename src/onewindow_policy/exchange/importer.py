"""Bring a checked catalogue into the site: create, update, leave alone, report."""

from Acquisition import aq_base
from collections.abc import Callable
from OFS.event import ObjectWillBeAddedEvent
from onewindow_policy import _
from onewindow_policy.exchange.code_lists import import_code_lists
from onewindow_policy.exchange.districts import district_guide_records
from onewindow_policy.exchange.divisions import division_records
from onewindow_policy.exchange.documents import common_form_records
from onewindow_policy.exchange.halls import PERSONAL
from onewindow_policy.exchange.items import catalogue_records
from onewindow_policy.exchange.news import effective_date
from onewindow_policy.exchange.news import news_records
from onewindow_policy.exchange.records import current_values
from onewindow_policy.exchange.records import digest_of
from onewindow_policy.exchange.records import find_changes
from onewindow_policy.exchange.records import Record
from onewindow_policy.exchange.report import ImportReport
from plone import api
from plone.app.textfield.value import RichTextValue
from plone.dexterity.utils import createContent
from Products.CMFCore.indexing import processQueue
from Products.CMFCore.WorkflowCore import WorkflowException
from time import perf_counter
from zExceptions import BadRequest
from zope.event import notify
from zope.lifecycleevent import ObjectAddedEvent
from zope.lifecycleevent import ObjectModifiedEvent

import transaction

#: Where an object keeps the fingerprint of what the last import made of it.
DIGEST = "_imported_digest"

#: Codes of this prefix belong to no place (GB/T 2260 has none).
FICTIONAL_PREFIX = "99"

#: What the profile creates empty, to be filled by a first import or by hand.
BUILT_BY_PROFILE = ("City", "ServiceCatalogue")


def import_catalogue(
    portal,
    catalogue: dict,
    *,
    dry_run: bool = False,
    overwrite: bool = False,
    publish: bool | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> ImportReport:
    """Make the site hold what a catalogue says, and report what that took.

    :param portal: the site
    :param catalogue: what `read_catalogue` returned
    :param dry_run: take everything back in the end; the report is the same
    :param overwrite: replace what was edited on the site since the last import too
    :param publish: submit and publish what is new; by default only a fictional city
        is published, whose content no resident could take for real
    :param progress: called with the number of objects done and the number of all
    :returns: what was created, updated, found unchanged or edited, refused, left out

    The caller commits. Nothing is ever deleted: what the file no longer has is
    reported. A second import of the same file writes nothing.
    """
    before = transaction.savepoint(optimistic=True) if dry_run else None
    if publish is None:
        publish = is_fictional(catalogue)
    run = _Import(portal, overwrite, publish)
    try:
        report = run(catalogue, progress or (lambda done, total: None))
    finally:
        if before is not None:
            # What waits to be indexed would outlive the objects it is about.
            processQueue()
            before.rollback()
    report.dry_run = dry_run
    return report


def is_fictional(catalogue: dict) -> bool:
    """Return whether a catalogue is of a city that says and shows it does not exist."""
    city = catalogue["city"]
    return catalogue.get("fictional") is True and city["code"].startswith(
        FICTIONAL_PREFIX
    )


class _Import:
    """One run of an import."""

    def __init__(self, portal, overwrite: bool, publish: bool):
        self.portal = portal
        self.overwrite = overwrite
        self.publish = publish
        self.workflow = api.portal.get_tool("portal_workflow")
        self.report = ImportReport(overwrite=overwrite)
        self.created: set[str] = set()

    def __call__(self, catalogue: dict, progress) -> ImportReport:
        start = perf_counter()
        import_code_lists(self.portal, catalogue, self.overwrite, self.report)
        records = [
            *division_records(catalogue),
            *common_form_records(catalogue),
            *catalogue_records(catalogue),
            *district_guide_records(catalogue),
            *news_records(catalogue),
        ]
        for number, record in enumerate(records, start=1):
            self._write(record)
            if self.publish:
                self._publish(record)
            progress(number, len(records))
        self._find_gone({record.path for record in records})
        self.report.left_out += left_out(catalogue)
        self.report.seconds = perf_counter() - start
        return self.report

    def _find(self, path: str):
        found = self.portal
        for name in path.split("/"):
            found = found._getOb(name, None)
            if found is None:
                return None
        return found

    def _write(self, record: Record) -> None:
        content = self._find(record.path)
        if content is None:
            self._create(record)
            return
        current = current_values(content, record.values)
        changes = find_changes(current, record.values)
        imported = getattr(aq_base(content), DIGEST, None)
        if not changes:
            # Edited on the site to what the file says now: both agree from here on.
            if imported != digest_of(record.values):
                setattr(content, DIGEST, digest_of(record.values))
            self.report.unchanged.append(record.path)
            return
        is_edited = imported != digest_of(current) and not (
            imported is None and _is_untouched(content, current)
        )
        if is_edited:
            self.report.edited[record.path] = changes
            if not self.overwrite:
                return
        self._update(content, record, current, changes)

    def _create(self, record: Record) -> None:
        path, _slash, name = record.path.rpartition("/")
        content = createContent(record.portal_type)
        content.id = name
        _set_values(content, record.values)
        add(self._find(path), name, content)
        self.created.add(record.path)
        self.report.created.append(record.path)

    def _update(self, content, record: Record, current: dict, changes) -> None:
        _set_values(content, {each.field: each.new for each in changes}, record.values)
        names = [each.field for each in changes]
        try:
            notify(ObjectModifiedEvent(content))
        except BadRequest as error:
            # What is public stays as it was until the change is fit to be public.
            _set_values(content, {name: current[name] for name in names}, current)
            content.reindexObject()
            self.report.refused[record.path] = str(error)
            return
        self.report.updated.append(record.path)

    def _publish(self, record: Record) -> None:
        """Publish what this run created, once all that it needs is there."""
        for path in record.publishes:
            if path not in self.created:
                continue
            content = self._find(path)
            try:
                for transition in ("publish",):
                    self.workflow.doActionFor(content, transition)
            except WorkflowException as error:
                self.report.refused[path] = str(error)
            else:
                self.report.published.append(path)

    def _find_gone(self, wanted: set[str]) -> None:
        """Report what an earlier import brought and this file does not have."""
        to_do = [(path, self._find(path)) for path in ROOTS]
        while to_do:
            path, content = to_do.pop()
            if path not in wanted and hasattr(aq_base(content), DIGEST):
                self.report.gone.append(path)
            if content is not None and content.isPrincipiaFolderish:
                to_do += [
                    (f"{path}/{name}", each) for name, each in content.objectItems()
                ]
        self.report.gone.sort()


#: The containers that hold all that an import writes.
ROOTS = ("communities", "catalogue", "samples", "news")


def add(container, name: str, content) -> None:
    """Put content into its container, and tell everybody but the container's own.

    What a container does about each new child (index itself, look for its links and
    relations) takes a fifth of an import; it is told once, in the end.
    """
    notify(ObjectWillBeAddedEvent(content, container, name))
    container._setObject(name, content, suppress_events=True)
    notify(ObjectAddedEvent(container._getOb(name), container, name))


def _set_values(content, values: dict, all_values: dict | None = None) -> None:
    """Write fields of an object, and what follows from them and from all of them."""
    for name, value in values.items():
        if name == "text":
            value = RichTextValue(value, "text/html", "text/x-html-safe")
        setattr(content, name, value)
    if "publish_date" in values:
        content.effective_date = effective_date(values["publish_date"])
    setattr(content, DIGEST, digest_of(values if all_values is None else all_values))


def _is_untouched(content, current: dict) -> bool:
    """Return whether nobody has filled in what the profile created empty."""
    return content.portal_type in BUILT_BY_PROFILE and not any(
        value for name, value in current.items() if name not in ("title", "code")
    )


def left_out(catalogue: dict) -> list:
    """Return sentences about what the file has and the site does not hold."""
    lines = []
    staff = [
        person
        for hall in catalogue["halls"]
        for person in hall["staff"]
        if any(person.get(key) is not None for key in PERSONAL)
    ]
    if staff:
        lines.append(
            _(
                "import_left_out_staff",
                default=(
                    "Left out: age, education, experience, recruitment, training"
                    " hours and assessment of ${count} staff. They are personal and"
                    " no content of the site."
                ),
                mapping={"count": len(staff)},
            )
        )
    training = catalogue.get("training", ())
    if training:
        lines.append(
            _(
                "import_left_out_training",
                default="Left out: ${count} training courses of staff.",
                mapping={"count": len(training)},
            )
        )
    return lines
