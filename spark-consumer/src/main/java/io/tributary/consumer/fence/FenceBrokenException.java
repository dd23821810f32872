package io.tributary.consumer.fence;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What was written since the last fence may be gone: it has to be written again. */
public final class FenceBrokenException extends IOException {
  FenceBrokenException(String why, @Nullable Throwable cause) {
    super(why + ": everything since the last commit is written again", cause);
  }
}
