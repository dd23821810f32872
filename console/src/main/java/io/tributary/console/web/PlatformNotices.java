package io.tributary.console.web;

import java.util.Optional;

/** What every page says at its top. */
@FunctionalInterface
public interface PlatformNotices {
  /** What is wrong with the console's own input, if something is: a definition, say. */
  Optional<String> problem();
}
