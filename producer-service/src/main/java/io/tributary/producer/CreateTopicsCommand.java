package io.tributary.producer;

import io.tributary.model.definition.InvalidDefinitionException;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.topic.TopicProblem;
import io.tributary.producer.topics.TopicPlan;
import io.tributary.producer.topics.Topics;
import io.tributary.runtime.command.Command;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.config.Configuration;
import io.tributary.runtime.config.Setting;
import io.tributary.runtime.config.StackSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Creates the topics of all pipelines. */
@CommandLine.Command(
    name = "create-topics",
    description = {
      "Creates the topics of the pipelines where they are missing.",
      "Nothing that exists is changed; where it is not as the definition wants it, the command"
          + " that would change it is shown, and where records would come to harm it fails."
    })
public final class CreateTopicsCommand extends Command {

  @Option(
      names = "--pipeline",
      paramLabel = "FILE|DIR",
      description = "A definition, or a folder of them (default: PIPELINES).")
  private @Nullable Path pipelines;

  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      split = ",",
      description = "Brokers (default: KAFKA_BOOTSTRAP_SERVERS).")
  private @Nullable List<String> kafka;

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      defaultValue = "2m",
      description = "How long to wait until Kafka answers (default: ${DEFAULT-VALUE}).")
  private Duration wait = Duration.ofMinutes(2);

  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

  private final Map<String, String> environment = System.getenv();

  @Override
  protected List<Setting<?>> settings() {
    return ProducerSettings.CREATE_TOPICS;
  }

  @Override
  protected void run() throws Exception {
    Configuration configuration = Configuration.read(environment, ProducerSettings.CREATE_TOPICS);
    List<TopicPlan> plans =
        pipelines(configuration).stream()
            .flatMap(pipeline -> TopicPlan.of(pipeline).stream())
            .toList();
    List<String> brokers =
        kafka == null ? configuration.get(StackSettings.KAFKA_BOOTSTRAP_SERVERS) : kafka;
    try (Topics topics = new Topics(brokers)) {
      report(topics.create(plans, wait));
    }
  }

  private void report(List<Topics.Outcome> outcomes) throws CommandFailedException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
    List<String> problems = new ArrayList<>();
    for (Topics.Outcome outcome : outcomes) {
      out.println(outcome.topic() + (outcome.created() ? ": created" : ": exists"));
      for (TopicProblem problem : outcome.problems()) {
        if (problem.fatal()) {
          problems.add(problem.sentence());
        } else {
          err.println("warning: " + problem.sentence());
        }
      }
    }
    out.flush();
    err.flush();
    if (!problems.isEmpty()) {
      throw new CommandFailedException(String.join("; ", problems));
    }
  }

  private List<Pipeline> pipelines(Configuration configuration) throws UsageException {
    Path path = pipelines == null ? configuration.get(StackSettings.PIPELINES) : pipelines;
    try {
      return Pipeline.loadAll(path);
    } catch (InvalidDefinitionException invalid) {
      throw new UsageException(String.valueOf(invalid.getMessage()), invalid);
    }
  }
}
