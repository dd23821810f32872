package io.tributary.model.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.tributary.model.text.Quoted;
import io.tributary.model.text.Utf8;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * An answer in XML, as JSON: an element with attributes or elements is an object, one with text
 * alone that text; an attribute is the member {@code @name}, text beside others {@code #text};
 * elements of one name are a list. The elements that are the records are kept apart. Declares
 * nothing and loads nothing: an answer with a document type is refused.
 *
 * @param json the answer without its records
 * @param records the records as a list; null where not even the element around them was there
 * @param count how many records there were
 * @param isOther whether an answer without records is of another kind: its root element is another,
 *     as that of a web page, or it sounds like an error
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way to the mapping, never compared
record XmlAnswer(byte[] json, byte @Nullable [] records, int count, boolean isOther) {
  private static final int DEEPEST = 200;
  private static final String NIL = "http://www.w3.org/2001/XMLSchema-instance";

  /** An element, until it is closed. */
  private static final class Element {
    private final String name;
    private final Map<String, List<byte[]>> members = new LinkedHashMap<>();
    private final StringBuilder text = new StringBuilder();
    private boolean isNil;

    private Element(String name) {
      this.name = name;
    }

    private void add(String member, byte[] json) {
      members.computeIfAbsent(member, first -> new ArrayList<>(1)).add(json);
    }

    private byte[] json() {
      if (isNil) {
        return "null".getBytes(UTF_8);
      }
      if (members.isEmpty()) {
        return quoted(text.toString());
      }
      if (!text.toString().isBlank()) {
        add("#text", quoted(text.toString()));
      }
      JsonSink out = new JsonSink(256);
      out.write('{');
      members.forEach(
          (member, values) -> {
            if (out.length() > 1) {
              out.write(',');
            }
            byte[] start = PageRecords.member(member);
            out.write(start, 0, start.length);
            boolean isList = values.size() > 1;
            for (int i = 0; i < values.size(); i++) {
              if (isList) {
                out.write(i == 0 ? '[' : ',');
              }
              out.write(values.get(i), 0, values.get(i).length);
            }
            if (isList) {
              out.write(']');
            }
          });
      out.write('}');
      return out.copy(0, out.length());
    }
  }

  /**
   * @param place of the records; the first name is the root element's
   * @throws MalformedPageException when the answer is no XML, or has what is not read
   */
  static XmlAnswer of(byte[] body, JsonPointer place) throws MalformedPageException {
    int first = 0;
    while (first < body.length && body[first] <= ' ' && body[first] > 0) {
      first++;
    }
    if (first == body.length) {
      throw new MalformedPageException("the answer is empty");
    }
    boolean mayBeXml = body[first] == '<' || body[first] <= 0;
    if (!mayBeXml) {
      throw MalformedPageException.otherShape(
          "the answer is not XML, it begins with "
              + Quoted.quote(new String(body, first, Math.min(40, body.length - first), UTF_8)));
    }
    try {
      return read(reader(body, first), path(place));
    } catch (XMLStreamException broken) {
      throw new MalformedPageException(
          "the answer is not XML: "
              + Quoted.oneLine(String.valueOf(broken.getMessage()).replace("ParseError at ", "")));
    }
  }

  private static List<String> path(JsonPointer place) {
    List<String> names = new ArrayList<>();
    for (JsonPointer at = place; !at.matches(); at = at.tail()) {
      names.add(at.getMatchingProperty());
    }
    return names;
  }

  private static XMLStreamReader reader(byte[] body, int first) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("it wants another document");
        });
    InputStream in = new ByteArrayInputStream(body, first, body.length - first);
    // a charset that the answer's header declares was undone; the text still declares its own
    boolean isUtf8 = body[first] == '<' && Utf8.isValid(body, 0, body.length) && !isWide(body);
    return isUtf8
        ? factory.createXMLStreamReader(in, UTF_8.name())
        : factory.createXMLStreamReader(in);
  }

  private static boolean isWide(byte[] body) {
    return body.length > 1 && body[1] == 0;
  }

  private static XmlAnswer read(XMLStreamReader xml, List<String> path)
      throws XMLStreamException, MalformedPageException {
    Deque<Element> open = new ArrayDeque<>();
    Element document = new Element("");
    open.push(document);
    JsonSink records = new JsonSink(4_096);
    records.write('[');
    int count = 0;
    // how many of the open elements are on the way to the records
    int onPath = 0;
    boolean isNear = path.size() <= 1;
    boolean hasRoot = path.isEmpty();
    boolean soundsLikeError = false;
    boolean listSoundsLikeError = false;
    while (xml.hasNext()) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          if (open.size() > DEEPEST) {
            throw MalformedPageException.otherShape(
                String.format(Locale.ROOT, "the XML nests deeper than %,d elements", DEEPEST));
          }
          Element element = element(xml);
          boolean goesOn =
              onPath == open.size() - 1
                  && onPath < path.size()
                  && path.get(onPath).equals(element.name);
          open.push(element);
          if (goesOn) {
            onPath++;
            hasRoot = true;
            isNear |= onPath == path.size() - 1;
          }
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
            open.element().text.append(xml.getText());
        case XMLStreamConstants.END_ELEMENT -> {
          boolean wasOnPath = onPath == open.size() - 1;
          Element closed = open.pop();
          byte[] json = closed.json();
          if (wasOnPath && onPath == path.size() && !path.isEmpty()) {
            if (count++ > 0) {
              records.write(',');
            }
            records.write(json, 0, json.length);
          } else {
            boolean isError = wasOnPath && count == 0 && ErrorLook.of(json);
            soundsLikeError |= isError;
            listSoundsLikeError |= isError && onPath == path.size() - 1;
            open.element().add(closed.name, json);
          }
          onPath -= wasOnPath ? 1 : 0;
        }
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
            throw MalformedPageException.otherShape(
                "the answer has a document type or an entity, which is not read");
        default -> {
          // comments and instructions say nothing
        }
      }
    }
    records.write(']');
    byte[] json = document.json();
    if (path.isEmpty()) {
      return new XmlAnswer(json, ("[" + new String(json, UTF_8) + "]").getBytes(UTF_8), 1, false);
    }
    boolean isThere = isNear && hasRoot && !(count == 0 && listSoundsLikeError);
    return new XmlAnswer(
        json,
        isThere ? records.copy(0, records.length()) : null,
        count,
        !hasRoot || soundsLikeError);
  }

  private static Element element(XMLStreamReader xml) {
    Element element = new Element(name(xml.getPrefix(), xml.getLocalName()));
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      String name = name(xml.getAttributePrefix(i), xml.getAttributeLocalName(i));
      boolean isNil = "nil".equals(xml.getAttributeLocalName(i));
      if (isNil && NIL.equals(xml.getAttributeNamespace(i))) {
        element.isNil = List.of("true", "1").contains(xml.getAttributeValue(i).strip());
      } else {
        element.add("@" + name, quoted(xml.getAttributeValue(i)));
      }
    }
    return element;
  }

  /** As it is written. */
  private static String name(@Nullable String prefix, String local) {
    return prefix == null || prefix.isEmpty() ? local : prefix + ":" + local;
  }

  private static byte[] quoted(String text) {
    return ("\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"")
        .getBytes(UTF_8);
  }
}
