/** One pipeline: its definition, topics, tables and DAG. */
@NullMarked
package io.tributary.console.pipeline;

import org.jspecify.annotations.NullMarked;
