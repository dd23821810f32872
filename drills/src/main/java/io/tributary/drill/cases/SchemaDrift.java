package io.tributary.drill.cases;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.drill.load.Draft;
import io.tributary.drill.load.People;
import io.tributary.drill.scene.Scene;
import io.tributary.drill.settle.Account;
import io.tributary.drill.truth.Outcome;
import io.tributary.stack.consumer.ConsumerProcess;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** Events change, and then the definition, and the consumer is restarted between. */
final class SchemaDrift implements Case {
  private static final int PARTS = 4;

  @Override
  public String name() {
    return "schema-drift";
  }

  @Override
  public String claim() {
    return "new, missing and retyped fields, and a definition that follows them, give each record the one outcome that its definition has for it";
  }

  @Override
  public Account play(Scene scene) throws Exception {
    int part = scene.records() / PARTS;
    ConsumerProcess consumer = scene.startConsumer();
    scene.awaitRunning(consumer);
    scene.load().publish(scene.people().next(part));
    scene.load().publish(drifted(scene, part));
    scene.stopWhenCommitted(consumer);

    scene.faults().note("the definition gets a new field and drops a requirement");
    scene
        .definition()
        .change(
            "    - {name: last_name, type: text, from: /name/last, required: true}",
            "    - {name: last_name, type: text, from: /name/last}\n"
                + "    - {name: nickname, type: text, from: /name/nick}");
    scene.migrate();
    consumer.start();
    scene.load().publish(followed(scene, part));
    scene.stopWhenCommitted(consumer);

    scene.faults().note("the definition loses a field and tightens a check");
    scene
        .definition()
        .change("    - {name: phone, type: text, from: /phone, max-length: 64}\n", "");
    scene
        .definition()
        .change("{name: gender, type: text,", "{name: gender, type: text, one-of: [female],");
    consumer.start();
    scene.load().publish(tightened(scene, part));
    return scene.settle(consumer);
  }

  /** Under the first definition. */
  private static List<Draft> drifted(Scene scene, int count) {
    scene.faults().note("events get new fields, lose old ones and change types");
    List<Draft> drafts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String id = scene.people().newId();
      Map<String, String> values = scene.people().values(id);
      drafts.add(
          switch (i % 4) {
            case 0 -> altered(scene, values, json -> json.put("nickname", "ignored"));
            case 1 -> {
              values.remove("phone");
              yield scene.people().event(id, values);
            }
            case 2 -> refused(scene, values, "MISSING_FIELD", json -> json.remove("last_name"));
            default -> refused(scene, values, "WRONG_TYPE", json -> json.put("first_name", 7));
          });
    }
    return drafts;
  }

  /** Under the second one: with a nickname, and without a last name. */
  private static List<Draft> followed(Scene scene, int count) {
    List<Draft> drafts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String id = scene.people().newId();
      Map<String, String> values = scene.people().values(id);
      if (i % 2 == 0) {
        values.put("nickname", "nick" + i);
      } else {
        values.remove("last_name");
      }
      drafts.add(scene.people().event(id, values));
    }
    return drafts;
  }

  /** Under the third one: a phone is ignored, and men are refused. */
  private static List<Draft> tightened(Scene scene, int count) {
    List<Draft> drafts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String id = scene.people().newId();
      Map<String, String> values = scene.people().values(id);
      values.remove("phone");
      values.put("gender", i % 2 == 0 ? "female" : "male");
      drafts.add(
          i % 2 == 0
              ? altered(scene, values, json -> json.put("phone", "ignored"))
              : refused(scene, values, "CHECK_FAILED", json -> {}));
    }
    return drafts;
  }

  /** An event that has something else in it, and is the same row. */
  private static Draft altered(
      Scene scene, Map<String, String> values, Consumer<ObjectNode> alteration) {
    Draft plain = scene.people().event(Objects.requireNonNull(values.get("id")), values);
    ObjectNode json = People.json(values);
    alteration.accept(json);
    return new Draft(
        plain.topic(),
        plain.time(),
        plain.key(),
        json.toString().getBytes(StandardCharsets.UTF_8),
        plain.headers(),
        plain.outcome());
  }

  private static Draft refused(
      Scene scene, Map<String, String> values, String reason, Consumer<ObjectNode> alteration) {
    return altered(scene, values, alteration).becoming(new Outcome.Letter(reason));
  }
}
