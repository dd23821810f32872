package io.tributary.stack;

import io.tributary.stack.checkout.Checkout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts one {@link LocalStack}, or for {@link OfficialImages} the containers, when the first test
 * needs it and stops it after the last.
 */
final class StackExtension implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(StackExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Stack.class || type == FreshPipeline.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    try {
      return parameter.getParameter().getType() == FreshPipeline.class
          ? FreshPipeline.of(Checkout.current().resolve("pipelines/users.yaml"))
          : shared(context);
    } catch (Exception failed) {
      throw new ParameterResolutionException(String.valueOf(failed.getMessage()), failed);
    }
  }

  private static Stack shared(ExtensionContext context) {
    ExtensionContext.Store store = context.getRoot().getStore(NAMESPACE);
    return context.getRequiredTestClass().isAnnotationPresent(OfficialImages.class)
        ? store.computeIfAbsent(
            ContainerStack.class, key -> ContainerStack.start(), ContainerStack.class)
        : store.computeIfAbsent(EmbeddedStack.class, key -> start(), EmbeddedStack.class);
  }

  /** Closed by the root's store, after the last test. */
  private static EmbeddedStack start() {
    try {
      Path data = Files.createTempDirectory(Files.createDirectories(TestFolder.ROOT), "stack-");
      LocalStack local = LocalStack.atAnyPorts(Checkout.current(), data);
      try {
        local.start();
        local.awaitReady();
        return new EmbeddedStack(local);
      } catch (Exception failed) {
        local.close();
        throw failed;
      }
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }
}
