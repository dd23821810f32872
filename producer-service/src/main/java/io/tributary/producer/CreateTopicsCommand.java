package io.tributary.producer;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.topic.TopicProblem;
import io.tributary.producer.registry.EventRegistration;
import io.tributary.producer.topics.TopicPlan;
import io.tributary.producer.topics.Topics;
import io.tributary.runtime.command.Command;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.PipelinesOptions;
import io.tributary.runtime.kafka.KafkaOptions;
import io.tributary.runtime.registry.RegistryOptions;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Creates the topics of all pipelines. */
@CommandLine.Command(
    name = "create-topics",
    description = {
      "Creates the topics of the pipelines where they are missing, and sets the rules of their"
          + " events' schemas in the registry.",
      "No topic that exists is changed; where it is not as the definition wants it, the command"
          + " that would change it is shown, and where records would come to harm it fails."
    })
public final class CreateTopicsCommand extends Command {

  @Mixin private final PipelinesOptions pipelines = new PipelinesOptions();

  @Mixin private final KafkaOptions kafka = new KafkaOptions();

  @Mixin private final RegistryOptions registry = new RegistryOptions();

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      defaultValue = "2m",
      description = "How long to wait until Kafka answers (default: ${DEFAULT-VALUE}).")
  private Duration wait = Duration.ofMinutes(2);

  @Override
  protected void run() throws Exception {
    List<Pipeline> definitions = pipelines.read(Pipeline::loadAll);
    List<TopicPlan> plans =
        definitions.stream().flatMap(pipeline -> TopicPlan.of(pipeline).stream()).toList();
    try (Topics topics = new Topics(kafka.connection())) {
      report(topics.create(plans, wait));
    }
    EventRegistration.setRules(definitions, registry.connection(pipelines.path()), wait)
        .forEach(out()::println);
    out().flush();
  }

  private void report(List<Topics.Outcome> outcomes) throws CommandFailedException {
    PrintWriter out = out();
    PrintWriter err = err();
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
}
