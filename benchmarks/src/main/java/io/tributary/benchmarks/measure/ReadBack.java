package io.tributary.benchmarks.measure;

import io.tributary.benchmarks.report.Result;
import io.tributary.benchmarks.report.Spread;
import io.tributary.benchmarks.stage.Stage;
import io.tributary.model.event.WriterSchemas;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.kafka.KafkaConnection;
import io.tributary.verifier.report.VerificationReport;
import io.tributary.verifier.verification.Verification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How fast {@code verify} reads records back and looks each of them up. */
public final class ReadBack implements Measure {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final double NANOS = 1e9;

  private final Stage stage;
  private final Extent extent;

  public ReadBack(Stage stage, Extent extent) {
    this.stage = stage;
    this.extent = extent;
  }

  @Override
  public String name() {
    return "verify";
  }

  @Override
  public String question() {
    return String.format(Locale.ROOT, "How fast are %,d records verified?", extent.records());
  }

  @Override
  public Result run() throws Exception {
    Stage.Definition users = stage.definition("users", text -> text);
    stage.publish(users.pipeline(), extent.records());
    try (SinkJvms jvms = new SinkJvms(stage)) {
      stage.say("writing them");
      jvms.run(SinkVariant.PLAIN, users, extent.records());
    }
    List<Double> rates = new ArrayList<>();
    for (int round = 0; round <= extent.rounds(); round++) {
      double rate = verify(users);
      stage.say(
          String.format(
              Locale.ROOT, "round %d of %d: %,.0f records/s", round, extent.rounds(), rate));
      // the first one warms up
      if (round > 0) {
        rates.add(rate);
      }
    }
    return new Result(
        name(),
        question(),
        List.of(new Result.Line("verify", "verify --all", Map.of(Rounds.RATE, Spread.of(rates)))),
        Map.of());
  }

  private double verify(Stage.Definition users) throws Exception {
    long start = System.nanoTime();
    VerificationReport report =
        new Verification(
                KafkaConnection.at(stage.kafka()),
                stage.session(),
                users.pipeline(),
                WriterSchemas.NONE)
            .verifyAll(LIMIT, progress -> {});
    double seconds = (System.nanoTime() - start) / NANOS;
    if (!report.verified()) {
      throw new CommandFailedException(report.why().orElse("The records could not be verified."));
    }
    return extent.records() / seconds;
  }
}
