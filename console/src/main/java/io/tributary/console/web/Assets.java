package io.tributary.console.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Styles and scripts: those of libraries, from their jars, and the console's own. */
final class Assets implements Routes {
  private static final String LIBRARIES = "/META-INF/resources/webjars/";
  private static final String CSS = "text/css; charset=utf-8";
  private static final String SCRIPT = "text/javascript; charset=utf-8";

  private record Asset(String resource, String type) {}

  private static final Map<String, Asset> ASSETS =
      Map.of(
          "pico.css", library("picocss__pico/2.1.1/css/pico.min.css", CSS),
          "uplot.css", library("uplot/1.6.30/dist/uPlot.min.css", CSS),
          "uplot.js", library("uplot/1.6.30/dist/uPlot.iife.min.js", SCRIPT),
          "htmx.js", library("htmx.org/2.0.4/dist/htmx.min.js", SCRIPT),
          "htmx-sse.js", library("htmx-ext-sse/2.2.2/sse.js", SCRIPT),
          "console.css", own("console.css", CSS),
          "charts.js", own("charts.js", SCRIPT),
          "icon.svg", own("icon.svg", "image/svg+xml"));

  private final Map<String, byte[]> contents = new ConcurrentHashMap<>();

  private static Asset library(String path, String type) {
    return new Asset(LIBRARIES + path, type);
  }

  private static Asset own(String name, String type) {
    return new Asset("/static/" + name, type);
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/assets/{name}", this::send, Role.ANYBODY);
  }

  private void send(Context request) {
    String name = request.pathParam("name");
    @Nullable Asset asset = ASSETS.get(name);
    if (asset == null) {
      throw ProblemException.notFound("There is no " + request.path() + " here.");
    }
    byte[] content = contents.computeIfAbsent(name, unread -> read(asset));
    request.header("Cache-Control", "max-age=3600").contentType(asset.type()).result(content);
  }

  private static byte[] read(Asset asset) {
    try (@Nullable InputStream in = Assets.class.getResourceAsStream(asset.resource())) {
      if (in == null) {
        throw new IllegalStateException("the console was built without " + asset.resource());
      }
      return in.readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
