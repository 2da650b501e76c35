"""The IRIs of the project: one base, and a name for each part below it."""

BASE = "https://w3id.org/shuangchuang/"

ONTOLOGY = BASE + "ontology"
SHC = ONTOLOGY + "#"
SHAPES = BASE + "shapes#"
THING = BASE + "id/"
SCHEME = BASE + "scheme/"
SOURCE = BASE + "src/"
STATEMENT = BASE + "stmt/"
GRAPH = BASE + "graph/"

INFERRED_TYPES = GRAPH + "inferred-types"
INFERRED_LABELS = GRAPH + "inferred-labels"
MAPPINGS = GRAPH + "mappings"

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
RDFS_SUBCLASS = "http://www.w3.org/2000/01/rdf-schema#subClassOf"
SKOS_PREF_LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"
SH_PREFIX = "http://www.w3.org/ns/shacl#prefix"
SH_NAMESPACE = "http://www.w3.org/ns/shacl#namespace"
