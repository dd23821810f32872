package io.tributary.console.web;

import io.javalin.config.RoutesConfig;

/** A part of the console that answers requests. */
public interface Routes {
  /** Adds what it answers. Each route names the {@link Role} that it asks for. */
  void addTo(RoutesConfig routes);
}
