package io.tributary.verifier.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.datastax.oss.driver.api.core.cql.Row;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.model.text.InternetAddress;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The value of a column as people and programs read it: as the event has it. */
public final class ColumnValue {
  private ColumnValue() {}

  /**
   * The value of a row's column, if it has one: the driver has an empty collection where there is
   * none.
   */
  public static @Nullable Object of(Row row, int column) {
    return row.isNull(column) ? null : row.getObject(column);
  }

  /** A single value as its text, and several as JSON. */
  public static String text(Object value) {
    JsonNode json = json(value);
    return json.isTextual() ? json.textValue() : json.toString();
  }

  /** As the event has it: but JSON is the text that the column has. */
  public static JsonNode json(Object value) {
    JsonNodeFactory factory = JsonNodeFactory.instance;
    if (value instanceof Iterable<?> items) {
      ArrayNode array = factory.arrayNode();
      items.forEach(item -> array.add(json(item)));
      return array;
    }
    if (value instanceof Map<?, ?> entries) {
      ObjectNode object = factory.objectNode();
      entries.forEach((key, item) -> object.set(key.toString(), json(item)));
      return object;
    }
    if (value instanceof Float number && Float.isFinite(number)) {
      return factory.numberNode(number);
    }
    if (value instanceof ByteBuffer bytes) {
      return factory.textNode(
          UTF_8.decode(Base64.getEncoder().encode(bytes.duplicate())).toString());
    }
    if (value instanceof InetAddress address) {
      return factory.textNode(InternetAddress.text(address.getAddress()));
    }
    if (value instanceof LocalTime time) {
      return factory.textNode(DateTimeFormatter.ISO_LOCAL_TIME.format(time));
    }
    if (value instanceof Integer || value instanceof Long) {
      return factory.numberNode(((Number) value).longValue());
    }
    if (value instanceof Double number && Double.isFinite(number)) {
      return factory.numberNode(number);
    }
    if (value instanceof Boolean truth) {
      return factory.booleanNode(truth);
    }
    return factory.textNode(
        value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString());
  }
}
