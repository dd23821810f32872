package io.tributary.benchmarks.produce;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.Origin;
import io.tributary.model.definition.Pipeline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The least that a page mapper on Jackson's streaming parser has to do: it finds the values of
 * fields that come from one place, and writes them as they are. It checks, cleans and converts
 * nothing, joins nothing and hides nothing, so it does less than the producer's. For one thread.
 */
public final class JacksonMapping {
  private static final int NONE = -1;

  private final JsonFactory json = new JsonFactory();
  private final Member page = new Member();
  private final Member fields = new Member();
  private final List<String> names;

  /** What is wanted at a place: a field's value, or members. */
  private static final class Member {
    private final Map<String, Member> members = new HashMap<>();
    private int field = NONE;
    private boolean isList;

    Member at(JsonPointer pointer) {
      Member place = this;
      for (JsonPointer at = pointer; !at.matches(); at = at.tail()) {
        place = place.members.computeIfAbsent(at.getMatchingProperty(), unknown -> new Member());
      }
      return place;
    }
  }

  public JacksonMapping(Pipeline pipeline) {
    List<Field> all = pipeline.event().fields();
    names = all.stream().map(Field::name).toList();
    page.at(pipeline.source().records()).isList = true;
    for (int field = 0; field < all.size(); field++) {
      if (all.get(field).origin() instanceof Origin.At at) {
        fields.at(at.pointer()).field = field;
      }
    }
  }

  /** How many bytes the events of a page have. */
  public long map(byte[] body) throws IOException {
    try (JsonParser in = json.createParser(body)) {
      in.nextToken();
      return find(in, page);
    }
  }

  private long find(JsonParser in, Member place) throws IOException {
    if (place.isList) {
      long bytes = 0;
      while (in.nextToken() == JsonToken.START_OBJECT) {
        bytes += record(in);
      }
      return bytes;
    }
    long bytes = 0;
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      @Nullable Member wanted = place.members.get(in.currentName());
      in.nextToken();
      if (wanted == null) {
        in.skipChildren();
      } else {
        bytes += find(in, wanted);
      }
    }
    return bytes;
  }

  private long record(JsonParser in) throws IOException {
    @Nullable String[] values = new String[names.size()];
    members(in, fields, values);
    ByteArrayOutputStream event = new ByteArrayOutputStream(512);
    try (JsonGenerator out = json.createGenerator(event)) {
      out.writeStartObject();
      for (int field = 0; field < values.length; field++) {
        if (values[field] != null) {
          out.writeStringField(names.get(field), values[field]);
        }
      }
      out.writeEndObject();
    }
    return event.toByteArray().length;
  }

  private static void members(JsonParser in, Member place, @Nullable String[] values)
      throws IOException {
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      @Nullable Member wanted = place.members.get(in.currentName());
      JsonToken value = in.nextToken();
      if (wanted == null) {
        in.skipChildren();
      } else if (wanted.field != NONE) {
        values[wanted.field] = in.getText();
        in.skipChildren();
      } else if (value == JsonToken.START_OBJECT) {
        members(in, wanted, values);
      }
    }
  }
}
