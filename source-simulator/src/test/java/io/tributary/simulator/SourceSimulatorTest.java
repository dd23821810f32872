package io.tributary.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.command.Command;
import io.tributary.runtime.config.OptionGroup;
import io.tributary.simulator.fault.Fault;
import io.tributary.simulator.fault.FaultRule;
import io.tributary.simulator.request.UserLimit;
import java.io.BufferedReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SourceSimulatorTest {
  @Test
  void config_isTheDocumentedOne_whenNothingIsGiven() throws Exception {
    assertThat(config(Map.of())).isEqualTo(SimulatorConfig.defaults().withPort(8090));
  }

  @Test
  void config_comesFromTheEnvironment() throws Exception {
    Map<String, String> environment =
        Map.of(
            "SIMULATOR_HOST", "0.0.0.0",
            "SIMULATOR_PORT", "0",
            "SIMULATOR_RATE_LIMIT", "none",
            "SIMULATOR_RETRY_AFTER", "true",
            "SIMULATOR_FAULTS", "429:3, timeout:7,",
            "SIMULATOR_LATENCY", "20ms",
            "SIMULATOR_HANG", "5s",
            "SIMULATOR_ITEMS", "7");
    assertThat(config(environment))
        .isEqualTo(
            new SimulatorConfig(
                "0.0.0.0",
                0,
                Optional.empty(),
                true,
                List.of(new FaultRule(Fault.TOO_MANY_REQUESTS, 3), new FaultRule(Fault.TIMEOUT, 7)),
                Duration.ofMillis(20),
                Duration.ofSeconds(5),
                7));
  }

  @Test
  void config_comesFromTheOptions_beforeTheEnvironment() throws Exception {
    Map<String, String> environment =
        Map.of("SIMULATOR_PORT", "1", "SIMULATOR_FAULTS", "500:2", "SIMULATOR_RATE_LIMIT", "none");
    SimulatorConfig config =
        config(
            environment,
            "--host=localhost --port=2 --rate-limit=50/10s --retry-after --latency=1s --hang=2s --items=9"
                + " --fault 429 --every 3 --fault bad-record --fault=short --every=4");
    assertThat(config)
        .isEqualTo(
            new SimulatorConfig(
                "localhost",
                2,
                Optional.of(new UserLimit(50, Duration.ofSeconds(10))),
                true,
                List.of(
                    new FaultRule(Fault.TOO_MANY_REQUESTS, 3),
                    new FaultRule(Fault.BAD_RECORD, 10),
                    new FaultRule(Fault.SHORT, 4)),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                9));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--port x",
        "--port -1",
        "--port 65536",
        "--port",
        "--rate-limit 20000",
        "--rate-limit all",
        "--fault slow",
        "--fault 429 --every 0",
        "--every 3",
        "--latency 5",
        "--items -1",
        "--nothing",
        "surplus"
      })
  void execute_endsWith2_whenTheUsageIsWrong(String arguments) {
    assertThat(Command.execute(new SourceSimulator(), Map.of(), arguments.split(" ", -1)))
        .isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SIMULATOR_PORT=x",
        "SIMULATOR_RATE_LIMIT=20000",
        "SIMULATOR_FAULTS=429",
        "SIMULATOR_FAULTS=429:0",
        "SIMULATOR_FAULTS=slow:3",
        "SIMULATOR_LATENCY=fast",
        "SIMULATOR_ITMES=3"
      })
  void execute_endsWith2_whenTheEnvironmentIsWrong(String variable) {
    String[] nameAndValue = variable.split("=", 2);
    Map<String, String> environment = Map.of(nameAndValue[0], nameAndValue[1]);
    assertThat(Command.execute(new SourceSimulator(), environment)).isEqualTo(2);
  }

  @Test
  void execute_endsWith1_whenThePortIsTaken() throws Exception {
    try (SimulatorServer first = new SimulatorServer(SimulatorConfig.defaults())) {
      first.start();
      String port = Integer.toString(first.url().getPort());
      assertThat(Command.execute(new SourceSimulator(), Map.of(), "--port", port)).isEqualTo(1);
    }
  }

  @Test
  void main_printsWhereItListens_andEndsWith0WhenStopped() throws Exception {
    Process simulator =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                ManagementFactory.getRuntimeMXBean().getClassPath(),
                SourceSimulator.class.getName(),
                "--port=0")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output = simulator.inputReader()) {
      String line = output.readLine();
      assertThat(line).matches("listening on http://127\\.0\\.0\\.1:\\d+/api/");
      URI url = URI.create(line.substring(line.indexOf("http")));
      assertThat(new Client(url).get("/health").statusCode()).isEqualTo(200);
      simulator.destroy();
      assertThat(simulator.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(simulator.exitValue()).isZero();
    } finally {
      simulator.destroyForcibly();
    }
  }

  private static SimulatorConfig config(Map<String, String> environment) throws Exception {
    return OptionGroup.read(new SimulatorOptions(), environment).config();
  }

  private static SimulatorConfig config(Map<String, String> environment, String arguments)
      throws Exception {
    SimulatorOptions options = OptionGroup.read(new SimulatorOptions(), environment);
    CommandLine line = new CommandLine(options);
    line.registerConverter(Duration.class, io.tributary.runtime.config.Durations::parse);
    line.parseArgs(arguments.split(" ", -1));
    return options.config();
  }
}
