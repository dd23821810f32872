package io.tributary.model.mapping;

import java.util.Arrays;
import java.util.Optional;

/**
 * Walks through the lines of a CSV text in UTF-8 (RFC 4180, with any separator and quote), forward
 * only, and tells where each cell is. Lines end with LF, CR LF or CR; empty ones are passed over.
 * For one thread.
 */
final class CsvScanner {
  private static final int NONE = -1;

  private final int separator;
  private final int quote;
  private byte[] in = new byte[0];
  private int end;
  private int pos;
  private int line;
  private int rowLine;
  private int rowStart;
  private int count;
  private int[] starts = new int[16];
  private int[] stops = new int[16];
  private boolean[] doubled = new boolean[16];
  private boolean malformed;
  private boolean open;
  private boolean ended;

  /**
   * @param quote none where nothing is quoted
   */
  CsvScanner(char separator, Optional<Character> quote) {
    this.separator = separator;
    this.quote = quote.isPresent() ? quote.get() : NONE;
  }

  /** Begins at {@code from}; the text ends before {@code to}. */
  void reset(byte[] bytes, int from, int to) {
    in = bytes;
    pos = from;
    end = to;
    line = 1;
  }

  /** Goes to the next line that is not empty, with all that its quotes hold; false at the end. */
  boolean next() {
    while (pos < end && (in[pos] == '\n' || in[pos] == '\r')) {
      lineBreak();
    }
    if (pos >= end) {
      return false;
    }
    rowLine = line;
    rowStart = pos;
    count = 0;
    malformed = false;
    open = false;
    ended = false;
    while (!ended) {
      cell();
    }
    return true;
  }

  /** How many cells the line has. */
  int cells() {
    return count;
  }

  /** Where a cell's text begins, after its quote if it has one. */
  int start(int cell) {
    return starts[cell];
  }

  /** Where a cell's text ends, exclusive. */
  int stop(int cell) {
    return stops[cell];
  }

  /** Whether a cell has quotes within, each written twice. */
  boolean isDoubled(int cell) {
    return doubled[cell];
  }

  /** The quote that is written twice. */
  int quote() {
    return quote;
  }

  /** Where the line begins. */
  int rowStart() {
    return rowStart;
  }

  /** Where the line ends, its line break left out. */
  int rowStop() {
    int stop = pos;
    while (stop > rowStart && (in[stop - 1] == '\n' || in[stop - 1] == '\r')) {
      stop--;
    }
    return stop;
  }

  /** The line's number, counted from 1. */
  int line() {
    return rowLine;
  }

  /** Whether there is something between a quote that closes and the separator. */
  boolean isMalformed() {
    return malformed;
  }

  /** Whether the text ends within quotes. */
  boolean isOpen() {
    return open;
  }

  /** Whether quotes on this line hold line breaks. */
  boolean spansLines() {
    return line - rowLine > (endsWithLineBreak() ? 1 : 0);
  }

  /** Whether the line is the last and not ended by a line break. */
  boolean isUnended() {
    return pos >= end && !endsWithLineBreak();
  }

  private boolean endsWithLineBreak() {
    return pos > rowStart && (in[pos - 1] == '\n' || in[pos - 1] == '\r');
  }

  private void cell() {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, count * 2);
      stops = Arrays.copyOf(stops, count * 2);
      doubled = Arrays.copyOf(doubled, count * 2);
    }
    doubled[count] = false;
    if (pos < end && in[pos] == quote) {
      quoted();
    } else {
      starts[count] = pos;
      toSeparator();
      stops[count] = pos;
    }
    count++;
    if (pos >= end) {
      ended = true;
    } else if (in[pos] == separator) {
      pos++;
    } else {
      lineBreak();
      ended = true;
    }
  }

  private void toSeparator() {
    while (pos < end && in[pos] != separator && in[pos] != '\n' && in[pos] != '\r') {
      pos++;
    }
  }

  private void quoted() {
    pos++;
    starts[count] = pos;
    while (pos < end) {
      if (in[pos] == quote) {
        if (pos + 1 < end && in[pos + 1] == quote) {
          doubled[count] = true;
          pos += 2;
          continue;
        }
        stops[count] = pos++;
        int after = pos;
        toSeparator();
        malformed |= pos > after;
        return;
      }
      if (in[pos] == '\n' || in[pos] == '\r') {
        lineBreak();
      } else {
        pos++;
      }
    }
    stops[count] = pos;
    open = true;
  }

  private void lineBreak() {
    boolean isPair = in[pos] == '\r' && pos + 1 < end && in[pos + 1] == '\n';
    pos += isPair ? 2 : 1;
    line++;
  }
}
