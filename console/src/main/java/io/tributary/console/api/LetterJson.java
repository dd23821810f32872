package io.tributary.console.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.console.deadletter.LetterDetails;
import io.tributary.console.deadletter.LetterList;
import io.tributary.console.job.Job;
import io.tributary.console.text.MarkedText;
import io.tributary.model.deadletter.DeadLetter;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the API says of dead letters, and of the work that operators start on them. */
final class LetterJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private LetterJson() {}

  /** A page of letters with its counts. */
  static ObjectNode list(LetterList list) {
    ObjectNode json = JSON.objectNode();
    json.put("page", list.page())
        .put("more", list.more())
        .put("matching", list.matching())
        .put("open", list.open())
        .put("looked_at", list.looked())
        .put("complete", !list.cut());
    ArrayNode groups = json.putArray("groups");
    for (LetterList.Group group : list.groups()) {
      ObjectNode node = groups.addObject().put("reason", group.reason());
      group.field().ifPresent(field -> node.put("field", field));
      node.put("letters", group.letters()).put("open", group.open());
    }
    ArrayNode letters = json.putArray("letters");
    list.letters().forEach(letter -> letters.add(letter(letter)));
    return json;
  }

  /** A letter without its record. */
  static ObjectNode letter(DeadLetter letter) {
    ObjectNode json = JSON.objectNode();
    json.put("position", letter.position().toString()).put("reason", letter.reason());
    put(json, "field", letter.field());
    json.put("detail", letter.detail()).put("record_time", letter.recordTime().toString());
    put(json, "run_id", letter.runId());
    put(json, "replay_of", letter.replayOf());
    json.put("state", letter.state());
    put(json, "state_changed", letter.stateChanged());
    put(json, "state_note", letter.stateNote());
    return json.put("tries", letter.tries());
  }

  /** A letter with its record, and what a replay would find now. */
  static ObjectNode whole(LetterDetails details) {
    ObjectNode json = letter(details.letter());
    details.key().ifPresent(key -> json.put("key", key));
    ObjectNode headers = json.putObject("headers");
    details.headers().forEach(headers::put);
    details.original().ifPresent(value -> json.put("value", text(value)));
    if (!details.originalMissing().isEmpty()) {
      json.put("value_missing", details.originalMissing());
    }
    details.event().ifPresent(event -> json.put("event", text(event)));
    return json.put("verdict", details.verdict()).put("passes", details.passes());
  }

  private static String text(MarkedText marked) {
    return marked.parts().stream().map(MarkedText.Part::text).collect(Collectors.joining());
  }

  private static void put(ObjectNode json, String member, @Nullable Object value) {
    if (value != null) {
      json.put(member, value.toString());
    }
  }

  /** Work that an operator has started. */
  static ObjectNode job(Job job) {
    ObjectNode json = JSON.objectNode();
    json.put("id", job.id())
        .put("pipeline", job.pipeline())
        .put("title", job.title())
        .put("started_by", job.startedBy())
        .put("started", job.started().toString())
        .put("state", job.state().word())
        .put("progress", job.progress());
    job.ended().ifPresent(time -> json.put("ended", time.toString()));
    return json;
  }
}
