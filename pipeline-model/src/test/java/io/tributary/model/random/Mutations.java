package io.tributary.model.random;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes broken input out of sound input: bytes changed, cut out, doubled, or words put in. */
public final class Mutations {
  private final Random random;
  private final List<byte[]> words;

  /**
   * @param words what is put in now and then: what the grammar knows
   */
  public Mutations(Random random, List<String> words) {
    this.random = random;
    this.words = words.stream().map(word -> word.getBytes(UTF_8)).toList();
  }

  /** {@code sound} with one to five changes; rarely nothing of it at all. */
  public byte[] of(byte[] sound) {
    if (random.nextInt(100) == 0) {
      return words.get(random.nextInt(words.size()));
    }
    byte[] mutated = sound;
    for (int i = 1 + random.nextInt(5); i > 0; i--) {
      mutated = change(mutated);
    }
    return mutated;
  }

  private byte[] change(byte[] in) {
    int from = random.nextInt(in.length + 1);
    int to = Math.min(in.length, from + 1 + random.nextInt(random.nextInt(10) == 0 ? 200 : 4));
    return switch (random.nextInt(7)) {
      case 0 -> replaced(in, from, to, new byte[0]);
      case 1 -> replaced(in, from, from, Arrays.copyOfRange(in, from, to));
      case 2 -> random.nextInt(10) == 0 ? Arrays.copyOf(in, from) : in;
      case 3 -> replaced(in, from, to, new byte[] {(byte) random.nextInt(256)});
      case 4 -> replaced(in, from, from, words.get(random.nextInt(words.size())));
      default -> replaced(in, from, to, words.get(random.nextInt(words.size())));
    };
  }

  private static byte[] replaced(byte[] in, int from, int to, byte[] by) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(in, 0, from);
    out.write(by, 0, by.length);
    out.write(in, to, in.length - to);
    return out.toByteArray();
  }
}
