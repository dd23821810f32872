package io.tributary.stack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsIT {
  @Test
  void freeOr_givesAnother_whenTheWantedOneIsBusy() throws Exception {
    try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int taken = busy.getLocalPort();
      assertThat(Ports.answers(taken)).isTrue();
      assertThat(new Ports().freeOr(taken)).isNotEqualTo(taken);
    }
  }

  @Test
  void freeOr_givesAnother_whenTheWantedOneIsBusyOnEveryAddress() throws Exception {
    try (ServerSocket busy = new ServerSocket(0)) {
      assertThat(new Ports().freeOr(busy.getLocalPort())).isNotEqualTo(busy.getLocalPort());
    }
  }

  @Test
  void freeOr_givesTheWantedOneOnce_whenItIsFree() {
    Ports ports = new Ports();
    int free = new Ports().free();
    assertThat(ports.freeOr(free)).isEqualTo(free);
    assertThat(ports.freeOr(free)).isNotEqualTo(free);
  }
}
