package io.tributary.consumer.cassandra;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.connection.FrameTooLongException;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.servererrors.ProtocolError;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells by Cassandra's answer to a request with one row whether it refuses this row and would take
 * others. Cassandra has one error for all that it refuses and says in words what is wrong, so these
 * are its words, as read in 5.0.9; {@code LargeRowIT} in {@code local-stack} asks a real one. What
 * is not known to be about one row counts as about all of them: a table that is missing or has
 * other columns, a permission, a full disk.
 */
final class RowRefusal {
  private static final Pattern ABOUT_ONE_ROW =
      Pattern.compile(
          String.join(
              "|",
              // guardrails about values; those about tables, consistency or disks are not here
              "^Guardrail (\\w+_value_size|\\w*collection\\w*_size|items_per_\\w+|sai_\\w+_term_size"
                  + "|maximum_timestamp|minimum_timestamp) violated",
              "^Cannot index value of size",
              "^Key may not be empty",
              "^Key length of \\d+ is longer than maximum",
              "^Unable to write to denylisted partition",
              // a column of another type than the definition's that takes some of its values
              "^Invalid byte for ascii",
              "^String didn't validate",
              "^Invalid version for TimeUUID type",
              // requests
              "exceeds allowed maximum of \\d+ bytes",
              "^Request is too big"));

  private RowRefusal() {}

  /** What Cassandra says about the row, if it is about this one alone. */
  static Optional<String> of(Throwable failure) {
    Throwable answer = answer(failure);
    String words = String.valueOf(answer.getMessage());
    boolean refused =
        answer instanceof FrameTooLongException
            || ((answer instanceof InvalidQueryException || answer instanceof ProtocolError)
                && ABOUT_ONE_ROW.matcher(words).find());
    return refused ? Optional.of(words) : Optional.empty();
  }

  /** That of the one node which was asked, where the driver would have asked others. */
  private static Throwable answer(Throwable failure) {
    if (failure instanceof AllNodesFailedException everywhere) {
      List<Throwable> answers =
          everywhere.getAllErrors().values().stream().flatMap(List::stream).toList();
      return answers.size() == 1 ? answers.get(0) : failure;
    }
    return failure;
  }
}
