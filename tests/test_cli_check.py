"""`shuangchuang check`: what it ends with, and that it names file and line of every fault."""

import re
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from shuangchuang.base import namespaces as ns
from shuangchuang.base.content import Content
from shuangchuang.cli import main
from shuangchuang.services.sources import text_digest

PREFIXES = {
    "id": ns.THING,
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sh": "http://www.w3.org/ns/shacl#",
    "shc": ns.SHC,
    "shcs": ns.SHAPES,
    "src": ns.SOURCE,
    "stmt": ns.STATEMENT,
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
HEAD = "".join(f"@prefix {prefix}: <{name}> .\n" for prefix, name in PREFIXES.items())
DECLARED = " ,\n  ".join(
    f'[ sh:prefix "{prefix}" ; sh:namespace "{name}" ]' for prefix, name in PREFIXES.items()
)
TEXT = "One two. Three."
LABEL_SHAPE = """
shcs:{name} a sh:NodeShape ; sh:targetClass {target} ; sh:property shcs:{name}-label .
shcs:{name}-label a sh:PropertyShape ; sh:path rdfs:label ; sh:minCount 1 ;
  sh:severity sh:{severity} ; sh:message "Give it a label."@en , "请加标签。"@zh-Hans .
"""
FILES = {
    "ontology/prefixes.ttl": f"<{ns.BASE}prefixes> sh:declare {DECLARED} .\n",
    "ontology/shuangchuang.ttl": f"""
<{ns.ONTOLOGY}> owl:versionIRI <{ns.ONTOLOGY}/{version("shuangchuang")}> ;
  owl:versionInfo "{version("shuangchuang")}" .
shc:Passage a owl:Class ; rdfs:label "passage"@en .
shc:Person a owl:Class ; rdfs:label "person"@en .
shc:SourceSnapshot a owl:Class ; rdfs:label "snapshot"@en .
shc:Statement a owl:Class ; rdfs:label "statement"@en .
shc:bornOn a owl:DatatypeProperty ; rdfs:label "born on"@en .
shc:sha256 a owl:DatatypeProperty ; rdfs:label "digest"@en .
""",
    "data/people.ttl": """
id:ada a shc:Person ; rdfs:label "Ada"@en .
id:bob a shc:Person ; rdfs:label "Bob"@en .
""",
    "data/sources/text.ttl": f"""
src:text a shc:SourceSnapshot ; shc:sha256 "{text_digest(TEXT)}" .
src:text-1 a shc:Passage ; oa:hasSource src:text ; oa:hasSelector src:text-1-position ;
  shc:sha256 "{text_digest("One two.")}" .
src:text-1-position oa:start 0 ; oa:end 8 .
""",
    "shapes/core.ttl": LABEL_SHAPE.format(name="p", target="shc:Person", severity="Violation"),
    "shapes/recommended.ttl": LABEL_SHAPE.format(
        name="s", target="shc:Statement", severity="Warning"
    ),
    "shapes/vocabularies.ttl": "",
    "shapes/provenance.ttl": "",
    "shapes/ontology-style.ttl": LABEL_SHAPE.format(
        name="o", target="owl:Class", severity="Violation"
    ),
}
QUERY = f"""#+ summary: Who is there?
#+ description: Everyone by name.
#+ zh-Hans:
#+   summary: 有谁？
#+   description: 所有人的名字。
#+ tags: [people]
PREFIX rdfs: <{PREFIXES["rdfs"]}>
PREFIX shc: <{ns.SHC}>
SELECT ?name
WHERE {{
  ?person a shc:Person ;
    rdfs:label ?name .
}}
ORDER BY ?name
"""
LINKS_FILE = "data/links/wikidata.sssom.tsv"
LINKS = f"""# mapping_set_id: {ns.BASE}links/wikidata
# mapping_set_title: To Wikidata
# license: https://creativecommons.org/licenses/by/4.0/
# curie_map:
#   id: {ns.THING}
#   owl: {PREFIXES["owl"]}
#   semapv: https://w3id.org/semapv/vocab/
#   wikidata: http://www.wikidata.org/entity/
subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence
id:ada\towl:sameAs\twikidata:Q7259\tsemapv:ManualMappingCuration\t0.9
"""
QUERY_FILE, EXPECTED_FILE = "queries/01-people.rq", "queries/expected/01-people.csv"
FIRST_LINE = len(PREFIXES) + 1


@pytest.fixture(scope="session")
def sound_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a small release without a fault."""
    root = tmp_path_factory.mktemp("sound")
    texts = {name: HEAD + body for name, body in FILES.items()}
    plain = {LINKS_FILE: LINKS, QUERY_FILE: QUERY, EXPECTED_FILE: "name\nAda\nBob\n"}
    for name, text in {**texts, **plain}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def release(sound_release: Path, tmp_path: Path) -> Path:
    """Give a copy of the small release to plant a fault in."""
    return shutil.copytree(sound_release, tmp_path / "release")


def _check(root: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["check", "--content", str(root), *options])


def _append(root: Path, name: str, text: str) -> int:
    """Add `text` to a file and give the number of its first line."""
    path = root / name
    before = path.read_text(encoding="utf-8")
    path.write_text(before + text, encoding="utf-8")
    return before.count("\n") + 1


def test_sound_release_ends_with_0(sound_release: Path) -> None:
    """Nothing is found: no line on stdout, and a tick for every stage on stderr."""
    result = _check(sound_release)

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.count("✓") == len(result.stderr.splitlines()) == 6


# A file, what is added to it, and what must be told at the first line of that.
FAULTS = {
    "prefix": ("data/people.ttl", "@prefix x: <urn:x> .\n", "x: is not in ontology/prefixes.ttl"),
    "literal": ("data/people.ttl", 'id:ada shc:bornOn "1815-13"^^xsd:date .\n', '"1815-13" is not'),
    "term": ("data/people.ttl", "id:ada a shc:Persom .\n", "This is used but described nowhere"),
    "blank": ("data/people.ttl", 'id:c rdfs:label "C" ; rdfs:seeAlso [] .\n', "A blank node"),
    "shape": ("data/people.ttl", "id:d a shc:Person .\n", "Give it a label."),
    "statement": ("data/people.ttl", "stmt:1 a shc:Statement .\n", "reifies exactly one triple"),
    "style": ("ontology/shuangchuang.ttl", "shc:City a owl:Class .\n", "Give it a label."),
    "shapes": ("shapes/core.ttl", "shcs:p rdfs:seeAlso shcs:no .\n", "described nowhere"),
    "link": (LINKS_FILE, LINKS.splitlines()[-1].replace("ada", "eve") + "\n", "described nowhere"),
    "query": (QUERY_FILE, "LIMIT LIMIT\n", "The query fails"),
}


@pytest.fixture(scope="module")
def faulty_release(
    sound_release: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Result, dict[str, int]]:
    """Check a release with every fault in it; give the result and the line of each fault."""
    root = shutil.copytree(sound_release, tmp_path_factory.mktemp("faulty") / "release")
    lines = {fault: _append(root, name, text) for fault, (name, text, _) in FAULTS.items()}
    return _check(root), lines


@pytest.mark.parametrize("fault", FAULTS)
def test_planted_fault_is_told_with_file_and_line(
    faulty_release: tuple[Result, dict[str, int]], fault: str
) -> None:
    """Each kind of fault is named where it stands, and the check ends with 1."""
    result, lines = faulty_release
    name, _, told = FAULTS[fault]

    place = re.escape(f"{name}:{lines[fault]}")
    group = re.search(rf"^{place}(?: .*)?\n((?:  .*\n)+)", result.stdout, re.MULTILINE)

    assert result.exit_code == 1
    assert group is not None, result.stdout
    assert told in group[1]


def test_row_that_the_answer_lacks_is_told_with_its_line(release: Path) -> None:
    """An expected row that does not come is named where it is expected."""
    line = _append(release, EXPECTED_FILE, "Cid\n")

    result = _check(release)

    assert result.exit_code == 1
    told = "The answer lacks this row; if that is right, take it out of this file: Cid"
    assert f"{EXPECTED_FILE}:{line}\n  violation: {told}" in result.stdout


def test_every_broken_file_is_told_and_the_rest_is_not_tried(release: Path) -> None:
    """Each broken file is a finding, and the stages that cannot follow are told of."""
    for name in ("data/people.ttl", "shapes/core.ttl", LINKS_FILE):
        _append(release, name, "id:c a .\n")

    result = _check(release)

    assert result.exit_code == 1
    assert result.stdout.count("This is not Turtle") == 2
    assert result.stdout.count("This is not SSSOM") == 1
    assert "3 violations" in result.stderr
    assert "the other stages need files that parse" in result.stderr


def test_version_that_is_not_the_package_is_told(release: Path) -> None:
    """The header of the ontology and the package tell the same version."""
    path = release / "ontology/shuangchuang.ttl"
    text = path.read_text(encoding="utf-8").replace('versionInfo "', 'versionInfo "9.')
    path.write_text(text, encoding="utf-8")

    result = _check(release)

    assert result.exit_code == 1
    assert f"ontology/shuangchuang.ttl:{FIRST_LINE + 2}" in result.stdout


def test_row_that_is_not_expected_is_told(release: Path) -> None:
    """An answer with more rows than expected is as wrong as one with fewer."""
    (release / EXPECTED_FILE).write_text("name\nAda\n", encoding="utf-8")

    result = _check(release)

    assert result.exit_code == 1
    assert "a row that is not expected; if that is right, add it to this file: Bob" in result.stdout


def test_question_without_expected_answer_is_told(release: Path) -> None:
    """A question that nobody has answered by hand is not passed over."""
    (release / EXPECTED_FILE).unlink()

    result = _check(release)

    assert result.exit_code == 1
    assert f"{EXPECTED_FILE} is missing" in result.stdout


def test_warning_ends_with_1_only_when_strict(release: Path) -> None:
    """A warning is shown and counted; whether it matters is said by --strict."""
    graph = "rdf:subject id:ada ; rdf:predicate rdf:type ; rdf:object shc:Person"
    _append(release, "data/people.ttl", f"stmt:938674fc43555fda a shc:Statement ; {graph} .\n")

    mild, strict = _check(release), _check(release, "--strict")

    assert (mild.exit_code, strict.exit_code) == (0, 1)
    assert "warning: Give it a label." in mild.stdout
    assert "1 warning" in mild.stderr


def test_violations_are_not_buried_in_warnings(release: Path) -> None:
    """Of a failed check what fails is shown, and the rest counted; --strict shows all."""
    graph = "rdf:subject id:ada ; rdf:predicate rdf:type ; rdf:object shc:Person"
    _append(release, "data/people.ttl", f"stmt:938674fc43555fda a shc:Statement ; {graph} .\n")
    _append(release, "data/people.ttl", "id:c a shc:Person ; rdfs:seeAlso id:d .\n")

    short, whole = _check(release), _check(release, "--strict")

    assert "violation" in short.stdout
    assert "warning" not in short.stdout
    assert "1 warning left out while there are violations; --strict shows all" in short.stderr
    assert "warning: Give it a label." in whole.stdout


def test_messages_in_chinese(release: Path) -> None:
    """Stages, severities and the messages of gates and shapes are in the chosen language."""
    _append(release, "data/people.ttl", "id:c a shc:Person ; rdfs:seeAlso id:d .\n")

    result = _check(release, "--lang", "zh")

    assert "违规: 请加标签。" in result.stdout
    assert "没有任何描述" in result.stdout
    assert "数据符合形状" in result.stderr


def test_source_that_fits_ends_with_0(sound_release: Path, tmp_path: Path) -> None:
    """The passages of a snapshot are those of the text."""
    path = tmp_path / "text.txt"
    path.write_text(TEXT, encoding="utf-8")

    result = _check(sound_release, "--source", str(path))

    assert (result.exit_code, result.stdout) == (0, "")
    assert "1 passage " in result.stderr


def test_source_that_does_not_fit_is_told(sound_release: Path, tmp_path: Path) -> None:
    """A changed word is told for its passage and for the whole, with their lines."""
    path = tmp_path / "text.txt"
    path.write_text(TEXT.replace("two", "too"), encoding="utf-8")

    result = _check(sound_release, "--source", str(path))

    assert result.exit_code == 1
    for line in (FIRST_LINE + 1, FIRST_LINE + 2):
        assert f"data/sources/text.ttl:{line} src:text" in result.stdout


def test_source_that_cannot_be_read_ends_with_2(sound_release: Path, tmp_path: Path) -> None:
    """A file that is not there is no finding: nothing was compared."""
    result = _check(sound_release, "--source", str(tmp_path / "none.txt"))

    assert result.exit_code == 2
    assert "could not run" in result.stderr
    assert "none.txt" in result.stderr


def test_folder_without_a_release_ends_with_2(tmp_path: Path) -> None:
    """What is no release cannot be checked."""
    result = _check(tmp_path)

    assert result.exit_code == 2
    assert "this folder of the release is missing" in result.stderr


@pytest.mark.parametrize("part", ["shapes/provenance.ttl", "ontology/prefixes.ttl", QUERY_FILE])
def test_missing_part_ends_with_2_and_the_others_are_tried(release: Path, part: str) -> None:
    """A part that is not there is told, and does not keep the rest from being checked."""
    (release / part).unlink()
    _append(release, "data/people.ttl", "id:c a shc:Person .\n")

    result = _check(release)

    assert result.exit_code == 2
    assert "could not run" in result.stderr


def test_real_content_is_sound(content: Content) -> None:
    """A contributor runs the program over this checkout, and nothing is wrong."""
    command = [str(Path(sys.executable).with_name("shuangchuang")), "check"]
    environment = {"SHUANGCHUANG_CONTENT": str(content.root)}

    done = subprocess.run(command, capture_output=True, timeout=300, check=False, env=environment)  # noqa: S603 - our own program

    told = done.stderr.decode()
    assert done.returncode == 0, done.stdout.decode() + told
    assert told.count("✓") == 6, told
