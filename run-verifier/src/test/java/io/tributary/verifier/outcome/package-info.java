/** Tests of what becomes of a record. */
@org.jspecify.annotations.NullMarked
package io.tributary.verifier.outcome;
