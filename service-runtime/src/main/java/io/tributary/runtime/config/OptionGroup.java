package io.tributary.runtime.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/**
 * Options that belong together, such as those of the connection to Kafka: environment variables,
 * and the command-line options that override them. Declared once; every command that needs them has
 * the group as a picocli mixin, which is read before the command runs; from then on for several
 * threads.
 */
@Command // picocli wants one where a group has no options of the command line
public abstract class OptionGroup {
  private @Nullable Configuration configuration;

  /** The environment variables of the group, in the order of the documentation. */
  public abstract List<Setting<?>> settings();

  /**
   * A group outside a command, read from these variables.
   *
   * @throws InvalidConfigurationException with every problem, when there is one
   */
  public static <G extends OptionGroup> G read(G group, Map<String, String> environment)
      throws InvalidConfigurationException {
    group.use(Configuration.read(environment, group.settings()));
    return group;
  }

  /** Takes the values from there, where all {@link #settings} were read. */
  public final void use(Configuration read) {
    configuration = read;
  }

  /** The value of one of the {@link #settings}, as the environment has it. */
  protected final <T> T value(Setting<T> setting) {
    if (configuration == null) {
      throw new IllegalStateException("the options have not been read yet");
    }
    return configuration.get(setting);
  }

  /** The command line's value where it was given, else that of the environment. */
  protected final <T> T value(@Nullable T given, Setting<T> setting) {
    return given == null ? value(setting) : given;
  }
}
