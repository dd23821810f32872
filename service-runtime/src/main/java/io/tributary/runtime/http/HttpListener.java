package io.tributary.runtime.http;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.tributary.runtime.lifecycle.Startable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A port where one handler answers every request. Whatever clients do, it takes a bounded number of
 * connections and threads: a request has to be read completely within seconds, and a connection
 * that comes when there are too many is closed at once. The threads do not keep the process alive
 * but the listener does, until it is closed.
 */
public final class HttpListener implements Startable {
  /** Requests that are read or answered at the same time. */
  static final int MAX_THREADS = 32;

  /** Requests that wait for a thread. */
  private static final int MAX_WAITING = 128;

  /** Read by the JDK once, when its first server is made; what is set already goes first. */
  private static final Map<String, String> JDK_SETTINGS =
      Map.of(
          // without it each small answer waits 40 ms: the JDK sends head and body in two packets
          // and TCP holds the second one back
          "sun.net.httpserver.nodelay", "true",
          // seconds from the connection, or the request's first byte, to its last one
          "sun.net.httpserver.maxReqTime", "5",
          "jdk.httpserver.maxConnections", "512");

  private final String name;
  private final InetSocketAddress wanted;
  private final String remedy;
  private final HttpHandler handler;
  private @Nullable HttpServer server;
  private @Nullable ExecutorService threads;

  /**
   * @param name of the threads
   * @param port 0 takes a free one
   * @param remedy what chooses another port, for the message when this one is taken
   */
  public HttpListener(String name, String host, int port, String remedy, HttpHandler handler) {
    this.name = name;
    this.wanted = new InetSocketAddress(host, port);
    this.remedy = remedy;
    this.handler = handler;
  }

  /**
   * @throws IOException when the address cannot be listened on; the message says what to do
   */
  @Override
  public synchronized void start() throws IOException {
    JDK_SETTINGS.forEach(
        (setting, value) -> {
          if (System.getProperty(setting) == null) {
            System.setProperty(setting, value);
          }
        });
    HttpServer started = create();
    // the server closes the connection of a request that is not taken
    ThreadPoolExecutor answering =
        new ThreadPoolExecutor(
            MAX_THREADS,
            MAX_THREADS,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(MAX_WAITING),
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    answering.allowCoreThreadTimeOut(true);
    started.setExecutor(answering);
    started.createContext("/", handler);
    started.start();
    server = started;
    threads = answering;
  }

  /**
   * Where it listens, such as {@code http://127.0.0.1:8090/}.
   *
   * @throws IllegalStateException when it does not
   */
  public synchronized URI root() {
    if (server == null) {
      throw new IllegalStateException(name + " is not listening");
    }
    InetSocketAddress bound = server.getAddress();
    InetAddress address = bound.getAddress();
    String host = address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
    return URI.create(
        String.format(
            Locale.ROOT,
            "http://%s:%d/",
            host.contains(":") ? "[" + host + "]" : host,
            bound.getPort()));
  }

  /** Interrupts the requests that are being answered. */
  @Override
  public synchronized void close() {
    if (threads != null) {
      threads.shutdownNow();
      threads = null;
    }
    if (server != null) {
      server.stop(0);
      server = null;
    }
  }

  private HttpServer create() throws IOException {
    if (wanted.isUnresolved()) {
      throw new IOException(
          "cannot listen on %s: no such address; %s".formatted(wanted.getHostString(), remedy));
    }
    try {
      return HttpServer.create(wanted, 0);
    } catch (BindException taken) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "cannot listen on %s:%d (%s); %s",
              wanted.getHostString(),
              wanted.getPort(),
              taken.getMessage(),
              remedy),
          taken);
    }
  }
}
