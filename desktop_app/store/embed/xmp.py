"""The XMP packet: who made the picture and by what means (ISO 16684-1, IPTC Photo Metadata 2025.1)."""

from __future__ import annotations

import re
from html import escape

from desktop_app.core.record import DEMO_MARK, ImageRecord, Kind

_OWN = "urn:sfumato:record:1.0:"
_NAMESPACES = {
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "sfumato": _OWN,
}
_SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
_HEAD = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
_RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
_RDF_END = "</rdf:RDF>"
_TAIL = '\n</x:xmpmeta>\n<?xpacket end="w"?>'
# Characters that XML 1.0 has no way to write.
_UNWRITABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def packet(record: ImageRecord, there: str | None = None, own_json: str = "") -> str:
    """Return a packet with all that XMP says of the picture, and our own JSON where it is given.

    `there` is the packet that the file has already: all of it stays, and what it says is not said again.
    """
    properties = {**_mark(record), **_making(record)}
    if own_json:
        properties["sfumato:record"] = own_json
    return _joined(properties, there)


def mark(record: ImageRecord, there: str | None = None) -> str:
    """Return a packet that holds no more than how the picture was made, and its UUID."""
    return _joined(_mark(record), there)


def own_record(text: str) -> str | None:
    """Return our own JSON from a packet, or `None`; raises ValueError when the packet is no XML."""
    from xml.etree import ElementTree as ET

    if "<!" in text:
        raise ValueError("a packet with declarations is not read: they can grow without bound")
    try:
        root = ET.fromstring(text.strip("\ufeff\0 \r\n\t"))  # noqa: S314 (declarations are refused above)
    except ET.ParseError as cause:
        raise ValueError("no XML") from cause
    name = f"{{{_OWN}}}record"
    for element in root.iter():
        if element.tag == name:
            return element.text
        if name in element.attrib:
            return element.attrib[name]
    return None


def _mark(record: ImageRecord) -> dict[str, str]:
    properties = {"sfumato:uuid": record.uuid}
    if record.demo:
        properties["Iptc4xmpExt:DigitalSourceType"] = _SOURCE_TYPES + "algorithmicMedia"
        properties["sfumato:mark"] = DEMO_MARK
    elif record.kind is Kind.EDITED:
        properties["Iptc4xmpExt:DigitalSourceType"] = _SOURCE_TYPES + "compositeWithTrainedAlgorithmicMedia"
    elif record.kind is Kind.GENERATED:
        properties["Iptc4xmpExt:DigitalSourceType"] = _SOURCE_TYPES + "trainedAlgorithmicMedia"
    return properties


def _making(record: ImageRecord) -> dict[str, str]:
    properties = {"xmp:CreatorTool": f"Sfumato {record.program_version}".strip(), "xmp:CreateDate": record.created_at}
    if record.asked is not None and not record.demo:
        answered = record.answered.model if record.answered is not None else ""
        properties["Iptc4xmpExt:AISystemUsed"] = f"Together AI / {answered or record.asked.model}"
        properties["Iptc4xmpExt:AIPromptInformation"] = record.prompt
    return properties


def _joined(properties: dict[str, str], there: str | None) -> str:
    if there is None:
        return f"{_HEAD}{_RDF}{_description(properties)}{_RDF_END}{_TAIL}"
    before, end, after = there.rpartition(_RDF_END)
    if not end:
        return there
    said = {name for name in properties if re.search(rf":{name.partition(':')[2]}\b", before)}
    new = {name: value for name, value in properties.items() if name not in said}
    return f"{before}{_description(new)}{end}{after}" if new else there


def _description(properties: dict[str, str]) -> str:
    namespaces = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items())
    lines = [
        f"<{name}>{escape(_UNWRITABLE.sub('', value), quote=False)}</{name}>\n"
        for name, value in properties.items()
        if value
    ]
    return f'<rdf:Description rdf:about=""{namespaces}>\n{"".join(lines)}</rdf:Description>\n'
