"""Bring a checked catalogue into the site: create, update, leave alone, report."""

from Acquisition import aq_base
from collections.abc import Callable
from collections.abc import Iterator
from onewindow_policy import _
from onewindow_policy.exchange.checks.doubts import find_doubts
from onewindow_policy.exchange.code_lists import import_code_lists
from onewindow_policy.exchange.districts import district_guide_records
from onewindow_policy.exchange.divisions import division_records
from onewindow_policy.exchange.documents import common_form_records
from onewindow_policy.exchange.halls import PERSONAL
from onewindow_policy.exchange.items import catalogue_records
from onewindow_policy.exchange.journeys import journey_records
from onewindow_policy.exchange.news import news_records
from onewindow_policy.exchange.records import Change
from onewindow_policy.exchange.records import current_values
from onewindow_policy.exchange.records import digest_of
from onewindow_policy.exchange.records import find_changes
from onewindow_policy.exchange.records import Record
from onewindow_policy.exchange.report import ImportReport
from onewindow_policy.exchange.writing import create_content
from onewindow_policy.exchange.writing import find_content
from onewindow_policy.exchange.writing import imported_digest
from onewindow_policy.exchange.writing import remember_digest
from onewindow_policy.exchange.writing import set_values
from onewindow_policy.forms.exceptions import UnfitForm
from onewindow_policy.publishing.exceptions import CodeRefused
from plone import api
from plone.app.iterate.interfaces import IWorkingCopy
from Products.CMFCore.indexing import getQueue
from Products.CMFCore.indexing import processQueue
from Products.CMFCore.WorkflowCore import WorkflowException
from time import perf_counter
from zExceptions import BadRequest
from zope.container.contained import notifyContainerModified
from zope.event import notify
from zope.globalrequest import getRequest
from zope.i18n import translate
from zope.lifecycleevent import ObjectModifiedEvent

import transaction

#: Codes of this prefix belong to no place (GB/T 2260 has none).
FICTIONAL_PREFIX = "99"

#: The containers, in the site, of all that an import writes.
ROOTS = ("communities", "catalogue", "samples", "journeys", "news")

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
    :param publish: publish what is new; by default only a fictional city is
        published, whose content no resident could take for real
    :param progress: called with the number of objects done and the number of all
    :returns: what was created, updated, found unchanged or edited, refused, left out

    The caller commits. Nothing is ever deleted: what the file no longer has is
    reported. A second import of the same file writes nothing.
    """
    if publish is None:
        publish = is_fictional(catalogue)
    run = _Import(portal, overwrite, publish)
    if not dry_run:
        return run(catalogue, progress)
    processQueue()
    before = transaction.savepoint(optimistic=True)
    try:
        report = run(catalogue, progress)
    finally:
        _take_back(before)
    report.dry_run = True
    return report


def _take_back(savepoint) -> None:
    """Roll the site back to a savepoint, and forget what is not in the database."""
    # What waits to be indexed would outlive the objects it is about.
    getQueue().clear()
    savepoint.rollback()
    request = getRequest()
    if request is not None:
        # The registry keeps the values of a request, and takes part in no rollback.
        request.other.pop("_plone_registry_cache", None)


def is_fictional(catalogue: dict) -> bool:
    """Return whether a catalogue is of a city that says and shows it does not exist."""
    is_said = catalogue.get("fictional") is True
    return is_said and catalogue["city"]["code"].startswith(FICTIONAL_PREFIX)


def all_records(catalogue: dict) -> Iterator[Record]:
    """Yield all objects that a catalogue describes, each after what it needs.

    Codes of the catalogue are looked up in the site's code lists, which therefore must
    be imported first.
    """
    yield from division_records(catalogue)
    yield from common_form_records(catalogue)
    yield from catalogue_records(catalogue)
    yield from district_guide_records(catalogue)
    yield from journey_records(catalogue)
    yield from news_records(catalogue)


class _Import:
    """One run of an import."""

    def __init__(self, portal, overwrite: bool, publish: bool):
        self.portal = portal
        self.overwrite = overwrite
        self.publish = publish
        self.workflow = api.portal.get_tool("portal_workflow")
        self.report = ImportReport(overwrite=overwrite)
        self.created: set[str] = set()
        self.not_created: set[str] = set()

    def __call__(self, catalogue: dict, progress) -> ImportReport:
        start = perf_counter()
        import_code_lists(self.portal, catalogue, self.overwrite, self.report)
        records = list(all_records(catalogue))
        for number, record in enumerate(records, start=1):
            with record.within():
                self._write(record)
                if self.publish:
                    self._publish(record)
            if progress is not None:
                progress(number, len(records))
        self._tell_containers()
        self.report.gone = sorted(self._find_gone({each.path for each in records}))
        self.report.left_out += left_out(catalogue)
        self.report.doubts = find_doubts(catalogue)
        self.report.seconds = perf_counter() - start
        return self.report

    def _write(self, record: Record) -> None:
        content = find_content(self.portal, record.path)
        if content is None:
            self._create(record)
        elif content.portal_type != record.portal_type:
            self.report.refused[record.path] = self._in_words(
                _(
                    "import_other_type",
                    default="Something of the type ${type} stands there.",
                    mapping={"type": content.portal_type},
                )
            )
        else:
            self._compare(content, record)

    def _create(self, record: Record) -> None:
        if record.path.rpartition("/")[0] in self.not_created:
            self.not_created.add(record.path)
            # What would hold it was refused.
            self.report.refused[record.path] = self._in_words(
                _(
                    "import_holder_refused",
                    default="What would hold it was refused.",
                )
            )
            return
        try:
            create_content(self.portal, record)
        except (CodeRefused, UnfitForm) as refused:
            self.not_created.add(record.path)
            self.report.refused[record.path] = str(refused)
        else:
            self.created.add(record.path)
            self.report.created.append(record.path)

    def _compare(self, content, record: Record) -> None:
        """Update an object of the site where the file differs and nobody edited it."""
        current = current_values(content, record.values)
        changes = find_changes(current, record.values)
        digest = imported_digest(content)
        if not changes:
            # Edited on the site to what the file says now: both agree from here on.
            if digest != digest_of(record.values):
                remember_digest(content, digest_of(record.values))
            self.report.unchanged.append(record.path)
            return
        if digest != digest_of(current) and not _is_untouched(content, current):
            self.report.edited[record.path] = changes
            if not self.overwrite:
                return
        self._update(content, record, changes)

    def _update(self, content, record: Record, changes: tuple[Change, ...]) -> None:
        digest = imported_digest(content)
        set_values(content, {each.field: each.new for each in changes})
        remember_digest(content, digest_of(record.values))
        try:
            notify(ObjectModifiedEvent(content))
        except BadRequest as error:
            # What is public stays as it was until the change is fit to be public.
            set_values(content, {each.field: each.old for each in changes})
            remember_digest(content, digest)
            content.reindexObject()
            self.report.refused[record.path] = str(error)
        else:
            self.report.updated.append(record.path)

    def _publish(self, record: Record) -> None:
        """Publish what this run created, once all that it needs is there.

        Whatever stood on the site before is in the state its reviewers left it in.
        """
        for path in record.publishes:
            if path not in self.created:
                continue
            content = find_content(self.portal, path)
            try:
                self.workflow.doActionFor(content, "publish")
            except WorkflowException as error:
                self.report.refused[path] = str(error)
            else:
                self.report.published.append(path)

    def _tell_containers(self) -> None:
        """Tell the containers that were there before of what they hold now."""
        paths = {path.rpartition("/")[0] for path in self.created} - self.created
        for path in sorted(paths):
            notifyContainerModified(find_content(self.portal, path))

    def _find_gone(self, wanted: set[str]) -> Iterator[str]:
        """Yield what an earlier import brought and this file does not have."""
        to_do = [(path, find_content(self.portal, path)) for path in ROOTS]
        while to_do:
            path, content = to_do.pop()
            if content is None:
                continue
            is_copy = IWorkingCopy.providedBy(content)
            if path not in wanted and imported_digest(content) and not is_copy:
                yield path
            if content.isPrincipiaFolderish:
                to_do += [
                    (f"{path}/{name}", each) for name, each in content.objectItems()
                ]

    @staticmethod
    def _in_words(message) -> str:
        return translate(message, context=getRequest())


def _is_untouched(content, current: dict) -> bool:
    """Return whether nobody has filled in what the profile created empty."""
    return (
        imported_digest(content) is None
        and content.portal_type in BUILT_BY_PROFILE
        and not any(
            # What nobody has filled in has its default, and holds nothing itself.
            vars(aq_base(content)).get(name)
            for name in current
            if name not in ("title", "code")
        )
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
    counted = [each for each in catalogue["communities"] if each.get("grids")]
    if counted:
        lines.append(
            _(
                "import_left_out_grid_counts",
                default=(
                    "Left out: how many grids ${count} communities have. Grids are entered"
                    " one by one, each with its area and its workers."
                ),
                mapping={"count": len(counted)},
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
