package io.tributary.drills.cases;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.drills.console.ConsoleWitness;
import io.tributary.drills.environment.Definition;
import io.tributary.drills.environment.DrillConsumer;
import io.tributary.drills.environment.DrillEnvironment;
import io.tributary.drills.load.Draft;
import io.tributary.drills.load.People;
import io.tributary.drills.settle.Account;
import io.tributary.drills.truth.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
  public Account play(DrillEnvironment environment) throws Exception {
    int part = environment.records() / PARTS;
    DrillConsumer consumer = environment.startConsumer();
    consumer.awaitRunning();
    environment.load().publish(environment.people().next(part));
    environment.load().publish(drifted(environment, part));
    environment.stopWhenCommitted(consumer);
    hear(environment, "MISSING_FIELD last_name", part / 4);
    hear(environment, "WRONG_TYPE first_name", part / 4);

    environment.faults().note("the definition gets a new field and drops a requirement");
    follow(environment.definition());
    environment.migrate();
    consumer.start();
    environment.load().publish(followed(environment, part));
    environment.stopWhenCommitted(consumer);

    environment.faults().note("the definition loses a field and tightens a check");
    tighten(environment.definition());
    consumer.start();
    environment.load().publish(tightened(environment, part));
    Account account = environment.settle(consumer);
    hear(environment, "CHECK_FAILED gender", part / 2);
    return account;
  }

  /** The console counts the letters as they were published. */
  private static void hear(DrillEnvironment environment, String reasonAndField, int letters)
      throws Exception {
    ConsoleWitness console = environment.console();
    console.hear(
        "the definition does not fit",
        "/pipelines/%s/dead-letters".formatted(environment.pipeline().name()),
        String.format(Locale.ROOT, "%1$s %2$,d %2$,d", reasonAndField, letters));
  }

  static void follow(Definition definition) throws IOException {
    definition.changeField(
        "last_name",
        "    - {name: last_name, type: text, from: /name/last}",
        "    - {name: nickname, type: text, from: /name/nick}");
  }

  static void tighten(Definition definition) throws IOException {
    definition.changeField("phone");
    definition.change("{name: gender, type: text,", "{name: gender, type: text, one-of: [female],");
  }

  /** Under the first definition. */
  private static List<Draft> drifted(DrillEnvironment environment, int count) {
    environment.faults().note("events get new fields, lose old ones and change types");
    List<Draft> drafts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String id = environment.people().newId();
      Map<String, String> values = environment.people().values(id);
      drafts.add(
          switch (i % 4) {
            case 0 -> altered(environment, values, json -> json.put("nickname", "ignored"));
            case 1 -> {
              values.remove("phone");
              yield environment.people().event(id, values);
            }
            case 2 ->
                refused(environment, values, "MISSING_FIELD", json -> json.remove("last_name"));
            default ->
                refused(environment, values, "WRONG_TYPE", json -> json.put("first_name", 7));
          });
    }
    return drafts;
  }

  /** Under the second one: with a nickname, and without a last name. */
  private static List<Draft> followed(DrillEnvironment environment, int count) {
    List<Draft> drafts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String id = environment.people().newId();
      Map<String, String> values = environment.people().values(id);
      if (i % 2 == 0) {
        values.put("nickname", "nick" + i);
      } else {
        values.remove("last_name");
      }
      drafts.add(environment.people().event(id, values));
    }
    return drafts;
  }

  /** Under the third one: a phone is ignored, and men are refused. */
  private static List<Draft> tightened(DrillEnvironment environment, int count) {
    List<Draft> drafts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String id = environment.people().newId();
      Map<String, String> values = environment.people().values(id);
      values.remove("phone");
      values.put("gender", i % 2 == 0 ? "female" : "male");
      drafts.add(
          i % 2 == 0
              ? altered(environment, values, json -> json.put("phone", "ignored"))
              : refused(environment, values, "CHECK_FAILED", json -> {}));
    }
    return drafts;
  }

  /** An event that has something else in it, and is the same row. */
  private static Draft altered(
      DrillEnvironment environment, Map<String, String> values, Consumer<ObjectNode> alteration) {
    Draft plain = environment.people().event(Objects.requireNonNull(values.get("id")), values);
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
      DrillEnvironment environment,
      Map<String, String> values,
      String reason,
      Consumer<ObjectNode> alteration) {
    return altered(environment, values, alteration).becoming(new Outcome.Letter(reason));
  }
}
