/** What a verification found, for people and for programs. */
@NullMarked
package io.tributary.verifier.report;

import org.jspecify.annotations.NullMarked;
