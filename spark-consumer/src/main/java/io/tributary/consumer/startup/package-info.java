/**
 * What has to be right before a pipeline starts: topics, tables, permissions, and where it begins.
 */
@NullMarked
package io.tributary.consumer.startup;

import org.jspecify.annotations.NullMarked;
