package io.tributary.model.json;

import com.fasterxml.jackson.core.JsonPointer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place in a JSON document of which something is wanted, and the places within it: a tree of JSON
 * Pointers. For one thread, as it remembers where it last found something.
 */
public final class Place {
  private static final int NONE = -1;

  private final List<byte[]> names = new ArrayList<>();
  private final List<Place> children = new ArrayList<>();
  private int slot = NONE;
  private boolean hasItems;

  /** Members mostly come in one order: the child after the one that was found last. */
  private int expected;

  /** Adds the place that {@code pointer} names; it is then known as {@code slot}, 0 or more. */
  public void add(JsonPointer pointer, int slot) {
    Place place = this;
    for (JsonPointer at = pointer; !at.matches(); at = at.tail()) {
      place = place.orAdd(at.getMatchingProperty().getBytes(StandardCharsets.UTF_8));
    }
    place.slot = slot;
  }

  /** Adds the member {@code name} of this place. */
  public void addMember(String name, int slot) {
    orAdd(name.getBytes(StandardCharsets.UTF_8)).slot = slot;
  }

  private Place orAdd(byte[] name) {
    Place known = child(name, 0, name.length);
    if (known != null) {
      return known;
    }
    Place added = new Place();
    names.add(name);
    children.add(added);
    hasItems |= name.length > 0 && name[0] >= '0' && name[0] <= '9';
    return added;
  }

  /** Whether something is wanted of this place itself. */
  public boolean isWanted() {
    return slot != NONE;
  }

  /** What this place is known as, if it is wanted. */
  public int slot() {
    return slot;
  }

  /** Whether something is wanted of what is within. */
  public boolean hasChildren() {
    return !children.isEmpty();
  }

  /** The place of the member with this name in UTF-8; null when nothing is wanted of it. */
  public @Nullable Place child(byte[] in, int start, int stop) {
    int count = names.size();
    int i = expected < count ? expected : 0;
    for (int tried = 0; tried < count; tried++) {
      byte[] name = names.get(i);
      if (name.length == stop - start && Arrays.equals(name, 0, name.length, in, start, stop)) {
        expected = i + 1;
        return children.get(i);
      }
      i = i + 1 < count ? i + 1 : 0;
    }
    return null;
  }

  /** The place of the item with this index; null when nothing is wanted of it. */
  public @Nullable Place item(int index) {
    if (!hasItems) {
      return null;
    }
    byte[] name = Integer.toString(index).getBytes(StandardCharsets.US_ASCII);
    return child(name, 0, name.length);
  }
}
