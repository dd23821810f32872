package io.tributary.model.value;

import io.tributary.model.definition.FieldType;
import java.util.Arrays;

/** The order in which Cassandra has the items of a set and the keys of a map, by their bytes. */
public final class CqlOrder {
  /** Byte of a UUID with the version in its first half. */
  private static final int VERSION = 6;

  private static final int TIME_BASED = 1;

  /** The bytes of a time-based UUID's time, the most significant first. */
  private static final int[] TIME = {6, 7, 4, 5, 0, 1, 2, 3};

  private CqlOrder() {}

  /** Compares the serialised values of a type that {@link FieldType#hasOneSpelling}. */
  public static int compare(FieldType type, byte[] in, int a, int aStop, int b, int bStop) {
    return switch (type) {
      case INT, BIGINT, TIMESTAMP -> {
        int byFirst = Byte.compare(in[a], in[b]);
        yield byFirst != 0 ? byFirst : Arrays.compareUnsigned(in, a, aStop, in, b, bStop);
      }
      case UUID -> uuids(in, a, b);
      default -> Arrays.compareUnsigned(in, a, aStop, in, b, bStop);
    };
  }

  /** By version, then time-based ones by their time, and all by their bytes. */
  private static int uuids(byte[] in, int a, int b) {
    int version = in[a + VERSION] >> 4 & 0xF;
    int byVersion = version - (in[b + VERSION] >> 4 & 0xF);
    if (byVersion != 0) {
      return byVersion;
    }
    if (version == TIME_BASED) {
      for (int i : TIME) {
        int byTime = Byte.compareUnsigned(in[a + i], in[b + i]);
        if (byTime != 0) {
          return byTime;
        }
      }
    }
    return Arrays.compareUnsigned(in, a, a + Uuids.LENGTH, in, b, b + Uuids.LENGTH);
  }
}
