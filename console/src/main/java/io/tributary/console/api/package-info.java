/** What programs ask the console: a REST API about pipelines, runs, rows and dead letters. */
@NullMarked
package io.tributary.console.api;

import org.jspecify.annotations.NullMarked;
