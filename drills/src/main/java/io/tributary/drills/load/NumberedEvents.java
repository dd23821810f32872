package io.tributary.drills.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.drills.truth.PublishedRange;
import java.util.Locale;
import java.util.UUID;

/**
 * Small events of the users' pipeline, each of a person of its own, that would all become rows.
 *
 * @param salt keeps the people of one range apart from those of all others
 */
public record NumberedEvents(long salt) implements PublishedRange.Content {

  @Override
  public byte[] key(int partition, int number) {
    return id(partition, number).getBytes(UTF_8);
  }

  @Override
  public byte[] value(int partition, int number) {
    return String.format(
            Locale.ROOT,
            "{\"id\":\"%s\",\"first_name\":\"Ada\",\"last_name\":\"%d\"}",
            id(partition, number),
            number)
        .getBytes(UTF_8);
  }

  private String id(int partition, int number) {
    return new UUID(salt, ((long) partition << Integer.SIZE) + number).toString();
  }
}
