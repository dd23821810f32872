package io.tributary.producer.proposal;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * How a source gives its other pages.
 *
 * @param lines of {@code source.paging}
 * @param taken parameters of the URL that paging sets
 * @param comments what was tried, what came of it, what could not be known
 * @param isChecked whether a second page was asked for and was another
 */
record PagingGuess(
    List<String> lines, Set<String> taken, List<String> comments, boolean isChecked) {

  PagingGuess {
    lines = List.copyOf(lines);
    taken = Set.copyOf(taken);
    comments = List.copyOf(comments);
  }

  /** The kind of paging, as the definition has it. */
  String type() {
    return lines.get(0).substring("type: ".length());
  }

  PagingGuess with(List<String> moreLines, List<String> moreComments) {
    List<String> all = new ArrayList<>(lines);
    all.addAll(moreLines);
    List<String> said = new ArrayList<>(comments);
    said.addAll(moreComments);
    return new PagingGuess(all, taken, said, isChecked);
  }
}
