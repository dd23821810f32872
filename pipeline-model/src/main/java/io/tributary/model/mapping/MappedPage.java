package io.tributary.model.mapping;

import java.util.List;
import java.util.Optional;

/**
 * What one answer of the source held.
 *
 * @param records in the source's order
 * @param error the source's own message, when the answer is an error in spite of its status 200
 * @param nextToken of a source paged by tokens: the next page's, if there is one
 */
public record MappedPage(
    List<MappedRecord> records, Optional<String> error, Optional<String> nextToken) {}
