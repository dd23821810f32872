package io.tributary.producer.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.model.count.Hash;
import io.tributary.model.mapping.FilledColumns;
import io.tributary.model.mapping.MalformedPageException;
import io.tributary.model.mapping.MappedPage;
import io.tributary.model.mapping.MappedRecord;
import io.tributary.model.mapping.PageSigns;
import io.tributary.model.refusal.Reason;
import io.tributary.model.refusal.Refusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A source of people: the same seed and page always have the same ones, and a shorter page is the
 * beginning of a longer one.
 */
public final class People {
  private static final ObjectMapper JSON = new ObjectMapper();

  private People() {}

  /** The first {@code size} people of a page, as the source sends them. */
  public static String page(String seed, int page, int size) {
    return IntStream.range(0, size)
        .mapToObj(index -> person(seed, page, index))
        .collect(Collectors.joining(",", "{\"results\":[", "]}"));
  }

  public static String person(String seed, int page, int index) {
    return String.format(
        Locale.ROOT,
        "{\"id\":\"%s\",\"name\":\"Name %d\",\"login\":{\"password\":\"secret\"}}",
        id(seed, page, index),
        index);
  }

  public static String id(String seed, int page, int index) {
    return String.format(Locale.ROOT, "%s-%d-%d", seed, page, index);
  }

  /** Maps a person to an event with its id as key; one without an id is rejected. */
  public static MappedPage map(byte[] body) throws MalformedPageException {
    JsonNode page;
    try {
      page = JSON.readTree(body);
    } catch (JsonProcessingException notJson) {
      throw new MalformedPageException("not JSON");
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
    if (page.path("error").isTextual()) {
      return new MappedPage(List.of(), Optional.of(page.get("error").textValue()), signs(page));
    }
    if (!page.path("results").isArray()) {
      throw new MalformedPageException("no array at /results");
    }
    List<MappedRecord> records = new ArrayList<>();
    for (JsonNode person : page.get("results")) {
      byte[] text = person.toString().getBytes(UTF_8);
      records.add(
          person.path("id").isTextual()
              ? event(person.get("id").textValue().getBytes(UTF_8), text)
              : new MappedRecord.Rejected(
                  null, text, new Refusal(Reason.MISSING_FIELD, "id", "id is missing")));
    }
    return new MappedPage(records, Optional.empty(), signs(page));
  }

  private static MappedRecord event(byte[] id, byte[] text) {
    return new MappedRecord.Event(
        id, text, new FilledColumns(Hash.add(Hash.START, id), new long[] {0b11}));
  }

  private static PageSigns signs(JsonNode page) {
    return PageSigns.ofNext(Optional.ofNullable(page.path("next").textValue()));
  }
}
