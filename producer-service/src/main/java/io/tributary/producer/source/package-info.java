/** Asking the source for pages: cursors, requests, faults, retries, the source's rate limit. */
@NullMarked
package io.tributary.producer.source;

import org.jspecify.annotations.NullMarked;
