"""Keeps the message catalogues in step with the code.

`update` collects the messages of the code into the catalogue of each language; what a
language lacks is left empty. English stands in the code and needs none. `check` fails when
that would change anything, when a translation is missing, uncertain, has other variables
than the English or is printed otherwise than what editors write, or when gettext refuses a
catalogue. `compile` makes the files that a
wheel holds. `template` prints what translators into another language begin with.
A file that cannot be read ends each at once: its messages would be taken for dropped.
"""

from i18ndude.catalog import MessageCatalog
from i18ndude.catalog import POWriter
from onewindow_policy.typed.punctuation import set_line
from pathlib import Path
from pythongettext.msgfmt import Msgfmt

import re
import subprocess
import sys
import tempfile

ROOT = Path(__file__).resolve().parent.parent
DOMAIN = "onewindow_policy"
SOURCES = ("src/onewindow_policy", "profiles")
LOCALES = ROOT / "src" / DOMAIN / "locales"

#: By folder: what gettext calls the language, Zope's code for it, its name.
LANGUAGES = {"zh_CN": ("zh_CN", "zh-cn", "简体中文")}

#: How i18ndude begins to say, and goes on, that it could not read a file; it ends with 0.
UNREAD = re.compile(r"There was an error (?:processing|in parsing) ([^:\s]+)")

#: A message with two different defaults shows either, by chance.
CONFLICT = "already exists with a different default"

VARIABLE = re.compile(r"\$\{(\w+)\}")

#: What stands in a translation for what is not known yet: of ours, or of a script.
STAND_IN = re.compile(r"(\$?\{\w+\})")

#: What one reads off better apart, or what would run on into the words after it.
APART = frozenset(
    ("address", "code", "host", "number", "phone", "phones", "url")
    # Times of day, and what stands in a file.
    + ("closed", "closes", "moment", "opens", "time", "until")
    + ("choices", "expected", "place", "samples", "source", "value", "where")
)

#: A number of which this stands in front only counts something: 第2行.
ORDINAL = "第"

#: Messages that name words for search engines, with the commas that these read.
KEYWORDS = "keywords_"


class Unread(Exception):
    """Files could not be read; its text names them."""


def catalogue_of(language: str) -> Path:
    """Return the path of the catalogue of our messages in a language."""
    return LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def collect(folder: Path = ROOT) -> tuple[MessageCatalog, list[str]]:
    """Return the messages in the code below `folder`, and what is wrong with them there.

    Raises `Unread` for files that are no templates, ZCML or profiles.
    """
    with tempfile.TemporaryDirectory() as target:
        template = Path(target) / f"{DOMAIN}.pot"
        command = ["i18ndude", "rebuild-pot", "--no-line-numbers", "--create", DOMAIN]
        done = subprocess.run(
            [str(Path(sys.executable).parent / command[0]), *command[1:]]
            + ["--pot", str(template), *SOURCES],
            cwd=folder,
            capture_output=True,
            text=True,
        )
        said = done.stdout + done.stderr
        unread = UNREAD.findall(said)
        if unread or done.returncode or not template.exists():
            named = [f"{each} cannot be read: mend it first" for each in unread]
            raise Unread("\n".join([*named, said]))
        messages = MessageCatalog(filename=str(template))
    problems = [line for line in said.splitlines() if CONFLICT in line]
    return messages, problems


def text_of(catalogue: MessageCatalog, language: str | None) -> str:
    """Return a catalogue as the text of its file; the template has no language.

    The header has no dates: the history of the files tells them, and a second run
    changes nothing.
    """
    code, zope_code, name = LANGUAGES.get(language, ("", "", ""))
    catalogue.commentary_header = []
    catalogue.mime_header = {
        "Project-Id-Version": DOMAIN,
        "PO-Revision-Date": "YEAR-MO-DA HO:MI+ZONE",
        "Last-Translator": DOMAIN,
        "Language-Team": name,
        "Language": code,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
        "Language-Code": zope_code,
        "Language-Name": name,
        "Preferred-Encodings": "utf-8",
        "Domain": DOMAIN,
    }
    with tempfile.TemporaryFile("w+", encoding="utf-8") as file:
        POWriter(file, catalogue).write(sync=True)
        file.seek(0)
        return file.read()


def english_of(entry) -> str:
    """Return the English of a message: its default, or else its id."""
    return entry.getDefault() or entry.msgid


def wanted_files(messages: MessageCatalog) -> dict[Path, str]:
    """Return the text that each catalogue should have, by path."""
    files = {}
    for language in LANGUAGES:
        path = catalogue_of(language)
        source = {"filename": str(path)} if path.exists() else {"domain": DOMAIN}
        catalogue = MessageCatalog(**source)
        catalogue.sync(messages)
        files[path] = text_of(catalogue, language)
    return files


def update() -> list[str]:
    """Write the catalogues, and return what is wrong in the code."""
    messages, problems = collect()
    for path, text in wanted_files(messages).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return problems


def check() -> list[str]:
    """Return what is wrong with the messages and their translations."""
    messages, problems = collect()
    for path, text in wanted_files(messages).items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            problems.append(f"{path.name} is out of date: run `make translations`")
    for language in LANGUAGES:
        path = catalogue_of(language)
        if path.exists():
            problems += check_entries(path)
    if MessageCatalog(filename=str(catalogue_of("en"))):
        problems.append("en has messages: English stands in the code")
    for path in sorted(LOCALES.rglob("*.po")):
        done = subprocess.run(
            ["msgfmt", "--check", "--output-file=/dev/null", str(path)],
            capture_output=True,
            text=True,
        )
        if done.returncode:
            problems.append(done.stderr.strip())
    return problems


def check_entries(path: Path) -> list[str]:
    """Return what is wrong with the translations in one of our catalogues."""
    problems = []
    for msgid, entry in MessageCatalog(filename=str(path)).items():
        place = f"{path.relative_to(LOCALES)}: {msgid}"
        if not entry.msgstr:
            problems.append(f"{place}: not translated")
        elif any("fuzzy" in comment for comment in entry.comments):
            problems.append(f"{place}: uncertain (fuzzy)")
        elif variables(entry.msgstr) != variables(english_of(entry)):
            problems.append(f"{place}: variables differ from the English")
        elif not msgid.startswith(KEYWORDS):
            printed = as_printed(entry.msgstr)
            if printed != entry.msgstr:
                problems.append(f"{place}: write “{printed}”")
    return problems


def as_printed(text: str) -> str:
    """Return a translation with the punctuation and spaces that editors' texts are given.

    What stands in for a number or a word is taken for a short number.
    """
    pieces = STAND_IN.split(text)
    shown = list(pieces)
    for place in range(1, len(pieces), 2):
        is_ordinal = pieces[place - 1].rstrip().endswith(ORDINAL)
        is_apart = pieces[place].strip("${}") in APART and not is_ordinal
        shown[place] = "7" * (7 if is_apart else 1)
    chars = []
    for line in "".join(shown).splitlines(keepends=True):
        chars += set_line(line)
    printed, start = "", 0
    for place, (piece, sample) in enumerate(zip(pieces, shown, strict=True)):
        end = start + len(sample)
        printed += piece if place % 2 else "".join(chars[start:end])
        start = end
    return printed


def variables(text: str) -> set[str]:
    """Return the names of the variables in a message."""
    return set(VARIABLE.findall(text))


def compile_all() -> list[str]:
    """Compile every catalogue beside its source."""
    for path in sorted(LOCALES.rglob("*.po")):
        with path.open("rb") as source:
            path.with_suffix(".mo").write_bytes(Msgfmt(source, path.stem).get())
    return []


def print_template() -> list[str]:
    """Print the messages of the code without translations, and return what is wrong."""
    messages, problems = collect()
    print(text_of(messages, None), end="")
    return problems


def main(arguments: list[str]) -> int:
    """Run the command that is named, and return the exit status."""
    commands = {
        "update": update,
        "check": check,
        "compile": compile_all,
        "template": print_template,
    }
    if len(arguments) != 1 or arguments[0] not in commands:
        print(f"usage: translations.py {'|'.join(commands)}", file=sys.stderr)
        return 2
    try:
        problems = commands[arguments[0]]()
    except Unread as unread:
        problems = [str(unread)]
    print(*problems, sep="\n" if problems else "", end="\n" if problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
