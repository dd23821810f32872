package io.tributary.benchmarks.order;

import java.util.Map;

/**
 * What a variant is to do once.
 *
 * @param variant by which of the JVM's variants
 * @param settings that it needs, by name
 */
public record Order(String variant, Map<String, String> settings) {

  public Order {
    settings = Map.copyOf(settings);
  }

  public String text(String name) {
    String text = settings.get(name);
    if (text == null) {
      throw new IllegalArgumentException("the order lacks " + name);
    }
    return text;
  }

  public long number(String name) {
    return Long.parseLong(text(name));
  }
}
