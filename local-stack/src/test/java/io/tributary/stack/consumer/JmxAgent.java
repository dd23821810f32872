package io.tributary.stack.consumer;

import com.sun.tools.attach.VirtualMachine;
import io.tributary.stack.checkout.Checkout;
import io.tributary.stack.host.Ports;
import io.tributary.stack.process.ChildProcess;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The agent that shows Kafka's and Cassandra's metrics, loaded into servers that run already. In
 * containers it is loaded at their start; it is the same agent, with the same configuration.
 */
final class JmxAgent {
  private JmxAgent() {}

  /**
   * Loads it into a server, for as long as that runs.
   *
   * @param configuration its name below {@code docker/monitoring/jmx}
   * @return the port at which the metrics are
   */
  static int attach(ChildProcess server, String configuration) throws Exception {
    Checkout checkout = Checkout.current();
    Path agent =
        checkout.classPath("jmx-agent").stream()
            .filter(jar -> jar.getFileName().toString().startsWith("jmx_prometheus_javaagent"))
            .findFirst()
            .orElseThrow();
    int port = new Ports().free();
    VirtualMachine machine = VirtualMachine.attach(Long.toString(server.pid()));
    try {
      machine.loadAgent(
          agent.toString(),
          String.format(
              Locale.ROOT,
              "%s:%d:%s",
              Ports.LOOPBACK,
              port,
              checkout.resolve("docker/monitoring/jmx").resolve(configuration)));
    } finally {
      machine.detach();
    }
    return port;
  }
}
