package io.tributary.model.json;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A place in a JSON document of which something is wanted, and the places within it: a tree of JSON
 * Pointers. For one thread, as it remembers where it last found something.
 */
public final class FieldTree {
  private static final int NONE = -1;

  private byte[][] names = new byte[0][];

  /** Each name as it mostly stands in a document: in quotes, with the colon. */
  private byte[][] members = new byte[0][];

  private FieldTree[] children = new FieldTree[0];
  private int slot = NONE;
  private boolean hasItems;

  /** Members mostly come in one order: the child after the one that was found last. */
  private int expected;

  /** Adds the place that {@code pointer} names; it is then known as {@code slot}, 0 or more. */
  public void add(JsonPointer pointer, int slot) {
    FieldTree place = this;
    for (JsonPointer at = pointer; !at.matches(); at = at.tail()) {
      place = place.orAdd(at.getMatchingProperty().getBytes(UTF_8));
    }
    place.slot = slot;
  }

  /** Adds the member {@code name} of this place. */
  public void addMember(String name, int slot) {
    orAdd(name.getBytes(UTF_8)).slot = slot;
  }

  private FieldTree orAdd(byte[] name) {
    FieldTree known = child(name, 0, name.length);
    if (known != null) {
      return known;
    }
    FieldTree added = new FieldTree();
    names = append(names, name);
    String written =
        new String(JsonStringEncoder.getInstance().quoteAsString(new String(name, UTF_8)));
    members = append(members, ("\"" + written + "\":").getBytes(UTF_8));
    children = append(children, added);
    hasItems |= name.length > 0 && name[0] >= '0' && name[0] <= '9';
    return added;
  }

  private static <T> T[] append(T[] items, T item) {
    T[] longer = Arrays.copyOf(items, items.length + 1);
    longer[items.length] = item;
    return longer;
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
    return children.length > 0;
  }

  /** The place of the member with this name in UTF-8; null when nothing is wanted of it. */
  public @Nullable FieldTree child(byte[] in, int start, int stop) {
    int count = names.length;
    int length = stop - start;
    int i = expected;
    for (int tried = 0; tried < count; tried++) {
      if (i >= count) {
        i = 0;
      }
      byte[] name = names[i];
      if (name.length == length && Arrays.equals(name, 0, length, in, start, stop)) {
        expected = i + 1;
        return children[i];
      }
      i++;
    }
    return null;
  }

  /**
   * The place of the member that comes next as a rule, if its name is what follows; it is consumed
   * then, with its colon. Null says nothing: the name may be another's.
   */
  @Nullable FieldTree takeExpected(JsonScanner json) {
    int i = expected < children.length ? expected : 0;
    if (!json.takesMember(members[i])) {
      return null;
    }
    expected = i + 1;
    return children[i];
  }

  /** The place of the item with this index; null when nothing is wanted of it. */
  public @Nullable FieldTree item(int index) {
    if (!hasItems) {
      return null;
    }
    byte[] name = Integer.toString(index).getBytes(US_ASCII);
    return child(name, 0, name.length);
  }
}
