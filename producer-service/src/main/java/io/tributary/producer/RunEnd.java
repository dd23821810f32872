package io.tributary.producer;

import io.tributary.model.receipt.Receipt;
import java.util.Optional;

/**
 * How a run ended.
 *
 * @param receipt what was acknowledged, however it ended
 * @param failure why the run did not do what it was asked to, and what to do about it, in one
 *     sentence; none when it did
 */
public record RunEnd(Receipt receipt, Optional<String> failure) {}
