package io.tributary.drills.cases;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.drills.environment.DrillConsumer;
import io.tributary.drills.environment.DrillEnvironment;
import io.tributary.drills.environment.ServiceProcess;
import io.tributary.drills.environment.TopicReader;
import io.tributary.drills.settle.Account;
import io.tributary.drills.source.EvolvedTruth;
import io.tributary.drills.source.EvolvingDefinition;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.schema.EventSchema;
import io.tributary.model.schema.SchemaDifference;
import io.tributary.runtime.registry.CompatibilityCheck;
import io.tributary.runtime.registry.FolderSchemaRegistry;
import io.tributary.runtime.registry.RegistryServer;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The definition of events with a schema changes and comes back under load. The seed decides
 * between Avro and JSON Schema, where the schema's id is, and whether the registry is asked over
 * HTTP. The consumer runs with micro-batches: what was planned says which definition a record is
 * read with.
 */
final class SchemaEvolves implements Case {
  /** Pages of each of the two runs. */
  private static final int PAGES = 20;

  /** Before the consumer has the newer definition, a source gives no more pages than this. */
  private static final int FIRST_PAGES = 6;

  /** Before it has the older one again, no more than this. */
  private static final int SECOND_PAGES = 14;

  /** The newer producer is killed after so many pages. */
  private static final int PAGES_BEFORE_KILL = 2;

  /** Of so many users that the newer producer reads, one has no last name. */
  private static final int NAMELESS_EVERY = 7;

  /** Pages a second. */
  private static final int RATE = 2;

  @Override
  public String name() {
    return "schema-evolves";
  }

  @Override
  public String claim() {
    return "while producers with an older and a newer definition publish at once, and the consumer gets the newer one and then the older one again, each record is read by the schema that it names; a change that readers cannot follow publishes nothing";
  }

  @Override
  public void prepare(DrillEnvironment environment) throws Exception {
    String users = Files.readString(environment.definition().file());
    environment
        .definition()
        .write(EvolvingDefinition.of(users, environment.random(), pageSize(environment)).before());
  }

  private static int pageSize(DrillEnvironment environment) {
    return Math.max(1, environment.records() / PAGES / 2);
  }

  @Override
  public Account play(DrillEnvironment environment) throws Exception {
    Path schemas = environment.folder().resolve("schemas");
    CompatibilityCheck check =
        CompatibilityCheck.by(SchemaDifference::problems, EventSchema::registered);
    try (RegistryServer registry = new RegistryServer(new FolderSchemaRegistry(schemas, check))) {
      return evolve(
          environment,
          environment.random().nextBoolean()
              ? Map.of("SCHEMA_FOLDER", schemas.toString())
              : Map.of("SCHEMA_REGISTRY_URL", registry.url().toString()));
    }
  }

  private static Account evolve(DrillEnvironment environment, Map<String, String> registry)
      throws Exception {
    EvolvingDefinition definition =
        new EvolvingDefinition(Files.readString(environment.definition().file()));
    environment.say("%s; the registry is %s".formatted(definition.format(), registry.values()));
    Path before = EvolvingRun.write(environment, "older", definition.before());
    Path after = EvolvingRun.write(environment, "newer", definition.after());
    Map<String, String> consumerSettings = new HashMap<>(registry);
    consumerSettings.put("TRIGGER", "micro-batch");
    try (EvolvingRun older = run(environment, "older", before, registry, body -> body);
        EvolvingRun newer =
            run(environment, "newer", after, registry, SchemaEvolves::withNameless)) {
      older.serveUpTo(FIRST_PAGES);
      older.start();
      DrillConsumer consumer = environment.startConsumer("consumer", consumerSettings, List.of());
      older.awaitPage(1);
      refuse(environment, definition, registry);

      init(environment, after, registry);
      newer.serveUpTo(FIRST_PAGES);
      newer.start();
      newer.killAfter(PAGES_BEFORE_KILL);
      consumer.awaitRunning();
      environment.awaitSomeRows();
      Map<Integer, Long> newerFrom = restart(environment, consumer, definition.after());

      older.serveUpTo(SECOND_PAGES);
      newer.serveUpTo(SECOND_PAGES);
      older.awaitPage(FIRST_PAGES + 2);
      // later than the copies of what the killed one has published: of two copies, the later one
      // would leave alone what only the earlier one was read with
      newer.awaitPage(FIRST_PAGES + 2);
      environment.awaitPlanned();
      Map<Integer, Long> olderFrom = restart(environment, consumer, definition.before());

      init(environment, before, registry);
      older.finish();
      newer.finish();
      EvolvedTruth truth = new EvolvedTruth(definition.dropsPhone(), newerFrom, olderFrom);
      truth.add(older.id(), false, older.served());
      truth.add(newer.id(), true, newer.served());
      truth.writeTo(
          environment.truth(),
          new TopicReader(environment.stack().kafka().bootstrapServers())
              .read(List.of(environment.pipeline().topic().name())));
      environment.say("records: " + truth.counts());
      return environment.settleUndying(consumer);
    }
  }

  private static EvolvingRun run(
      DrillEnvironment environment,
      String name,
      Path definition,
      Map<String, String> settings,
      UnaryOperator<String> changed)
      throws Exception {
    EvolvingRun.Pages pages = new EvolvingRun.Pages(PAGES, pageSize(environment), RATE);
    return new EvolvingRun(environment, name, definition, settings, pages, changed);
  }

  /** Tables and registry first. */
  private static void init(DrillEnvironment environment, Path definition, Map<String, String> more)
      throws Exception {
    try (ServiceProcess init = tables(environment, definition, more)) {
      init.start();
      init.awaitSuccess("cassandra-init failed");
    }
  }

  private static ServiceProcess tables(
      DrillEnvironment environment, Path definition, Map<String, String> more) throws Exception {
    Map<String, String> settings = new HashMap<>(environment.connectionSettings());
    settings.putAll(more);
    return ServiceProcess.init(
        environment.checkout(),
        List.of("--pipeline", definition.toString()),
        settings,
        EvolvingRun.log(environment, "init"));
  }

  /** Neither tables nor topic have anything of a change that the registry refuses. */
  private static void refuse(
      DrillEnvironment environment, EvolvingDefinition definition, Map<String, String> registry)
      throws Exception {
    environment.faults().note("a change that readers cannot follow is tried");
    Path refused = EvolvingRun.write(environment, "refused", definition.refused());
    try (ServiceProcess init = tables(environment, refused, registry);
        EvolvingRun run = run(environment, "refused", refused, registry, body -> body)) {
      init.start();
      run.start();
      run.awaitRefusal("refuses the new schema");
      init.awaitFailure("does not accept the schema");
    }
    Pipeline pipeline = environment.pipeline();
    DrillEnvironment.require(
        environment
            .session()
            .execute(
                "SELECT column_name FROM system_schema.columns WHERE keyspace_name = '%s' AND table_name = '%s' AND column_name = '%s'"
                    .formatted(
                        pipeline.keyspace(),
                        pipeline.mainTable().name(),
                        EvolvingDefinition.REFUSED_COLUMN))
            .all()
            .isEmpty(),
        "The table has a column of the refused definition.");
  }

  /**
   * Kills the consumer and starts it again with another definition.
   *
   * @return from which offset of each partition on it reads with that
   */
  private static Map<Integer, Long> restart(
      DrillEnvironment environment, DrillConsumer consumer, String definition) throws Exception {
    environment.faults().kill("the consumer, for another definition", consumer.process());
    Map<Integer, Long> planned = environment.planned();
    environment.definition().write(definition);
    consumer.start();
    return planned;
  }

  /** Takes their last names from some of a page's users. */
  private static String withNameless(String page) {
    try {
      JsonNode answer = new ObjectMapper().readTree(page);
      int index = 0;
      for (JsonNode user : answer.path("results")) {
        if (index++ % NAMELESS_EVERY == 0) {
          ((ObjectNode) user.path("name")).remove("last");
        }
      }
      return answer.toString();
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
