package io.tributary.producer.proposal;

import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Finds the elements in XML that are repeated most. */
final class XmlRecords {
  private XmlRecords() {}

  /** Their place as a JSON Pointer, the root element first; none for what is no XML. */
  static Optional<String> find(String text) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    XMLInputFactory factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(text));
      StringBuilder path = new StringBuilder();
      while (reader.hasNext()) {
        int event = reader.next();
        if (event == XMLStreamConstants.START_ELEMENT) {
          path.append('/').append(name(reader));
          counts.merge(path.toString(), 1, Integer::sum);
        } else if (event == XMLStreamConstants.END_ELEMENT) {
          path.setLength(path.lastIndexOf("/"));
        }
      }
    } catch (XMLStreamException broken) {
      return Optional.empty();
    }
    return outermost(counts);
  }

  private static String name(XMLStreamReader reader) {
    String prefix = reader.getPrefix();
    return prefix == null || prefix.isEmpty()
        ? reader.getLocalName()
        : prefix + ":" + reader.getLocalName();
  }

  /** What is within a record may be there as often as records are, or more often. */
  private static Optional<String> outermost(Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .filter(entry -> entry.getValue() > 1)
        .min(
            (one, other) ->
                Integer.compare(
                    one.getKey().chars().filter(c -> c == '/').sum(),
                    other.getKey().chars().filter(c -> c == '/').sum()))
        .map(Map.Entry::getKey);
  }
}
