package io.tributary.stack.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
  void freeOr_givesAnother_whenTheWantedOneIsBusyOnTheOtherLoopbackAddress() throws Exception {
    try (ServerSocket busy = new ServerSocket()) {
      assumeThat(bindTo(busy, "::1")).as("this machine has ::1").isTrue();
      assertThat(new Ports().freeOr(busy.getLocalPort())).isNotEqualTo(busy.getLocalPort());
    }
  }

  private static boolean bindTo(ServerSocket socket, String address) {
    try {
      socket.bind(new InetSocketAddress(address, 0));
      return true;
    } catch (IOException without) {
      return false;
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
