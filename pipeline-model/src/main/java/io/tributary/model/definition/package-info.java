/**
 * The pipeline definition: what a file under {@code pipelines/} says, read and validated whole.
 *
 * <p>{@link io.tributary.model.definition.Pipeline} and the records it is made of are the result.
 * {@code DefinitionFiles} opens files and folders, {@code PipelineReader} reads one definition, and
 * each section has a reader of its own ({@code SourceReader}, {@code PagingReader}, {@code
 * EventReader}, {@code FieldReader}, {@code TopicReader}, {@code TableReader}, {@code DagReader}),
 * which is the one place that knows the section's keys. Rules between keys are in the {@code
 * …CrossChecks} beside it.
 */
@NullMarked
package io.tributary.model.definition;

import org.jspecify.annotations.NullMarked;
