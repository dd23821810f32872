package io.tributary.runtime.lifecycle;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * One signal of the operating system, handled until it is closed. The JDK's only way is {@code
 * sun.misc.Signal}, which javac warns of and cannot be told to accept: hence the reflection.
 */
final class SignalHandling implements AutoCloseable {
  private final Method handle;
  private final Object signal;
  private final Object before;

  private SignalHandling(Method handle, Object signal, Object before) {
    this.handle = handle;
    this.signal = signal;
    this.before = before;
  }

  /**
   * @param handler called in a thread of its own for each signal
   * @throws UnsupportedOperationException where the JVM leaves this signal to somebody else
   */
  static SignalHandling of(String name, Runnable handler) {
    try {
      Class<?> signalClass = Class.forName("sun.misc.Signal");
      Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
      Object ours =
          Proxy.newProxyInstance(
              SignalHandling.class.getClassLoader(),
              new Class<?>[] {handlerClass},
              (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  handler.run();
                }
                return null;
              });
      Object signal = signalClass.getConstructor(String.class).newInstance(name);
      Method handle = signalClass.getMethod("handle", signalClass, handlerClass);
      return new SignalHandling(handle, signal, handle.invoke(null, signal, ours));
    } catch (ReflectiveOperationException | IllegalArgumentException refused) {
      Throwable cause =
          refused instanceof InvocationTargetException && refused.getCause() != null
              ? refused.getCause()
              : refused;
      throw new UnsupportedOperationException(cause.toString(), cause);
    }
  }

  /** Puts back what was there before. */
  @Override
  public void close() {
    try {
      handle.invoke(null, signal, before);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
