import { useState } from "preact/hooks";
import { Choice } from "../charts/ChartTools";
import { imageUrl, type MediaAnswer, type MediaTag, type MediaValue } from "../shared/api";
import { count } from "../shared/format";
import { choice, choose } from "./mediaState";
import { Nearest, Part, Who } from "./parts";

interface ImagesProps {
  answer: MediaAnswer;
  runs: readonly string[];
  offered: readonly MediaTag[];
  step: number;
}

const MOST_SHOWN = 52;

/** The runs' images beside one another, in one scale. */
export function Images({ answer, runs, offered, step }: ImagesProps) {
  const scale = choice.value.scale ?? 1;
  const more = answer.values.some((value) => (value.count ?? 0) > MOST_SHOWN);
  return (
    <Part
      kind="images"
      title="Images"
      tag={answer.tag}
      offered={offered}
      aside={
        <>
          {more && `first ${MOST_SHOWN} of each; `}one scale for all{" "}
          <Choice<string>
            name="scale"
            value={String(scale)}
            options={[
              ["1", "1×"],
              ["2", "2×"],
              ["4", "4×"],
              ["0", "Fit"],
            ]}
            onChoose={(chosen) => choose({ scale: Number(chosen) })}
          />
        </>
      }
    >
      <div class="media-images" style={{ "--runs": runs.length }}>
        {runs.map((run) => (
          <RunImages
            key={run}
            run={run}
            value={answer.values.find((one) => one.run === run)}
            {...{ scale, step }}
            tag={answer.tag}
          />
        ))}
      </div>
    </Part>
  );
}

interface RunImagesProps {
  run: string;
  value: MediaValue | undefined;
  tag: string;
  step: number;
  scale: number;
}

function RunImages({ run, value, tag, step, scale }: RunImagesProps) {
  return (
    <div class="media-run">
      <div class="media-run-head">
        <Who run={run} />
        <span class="ellipsis strong">{run}</span>
        {value && <Nearest value={value} step={step} />}
        {value?.count !== undefined && value.count > 1 && <span class="quiet">{count(value.count, "image")}</span>}
      </div>
      {!value && <p class="quiet">It has no such image.</p>}
      {value?.problem && <p class="media-problem">{value.problem}</p>}
      <div class="media-pictures">
        {Array.from({ length: Math.min(MOST_SHOWN, value?.count ?? 0) }, (_, index) => {
          const url = imageUrl(run, tag, value?.step ?? 0, index);
          return <Picture key={url} url={url} name={`${tag} of ${run}, image ${index + 1}`} scale={scale} />;
        })}
      </div>
    </div>
  );
}

/** A picture in so many times its size (0: as wide as there is room), or one line where it cannot be shown. */
function Picture({ url, name, scale }: { url: string; name: string; scale: number }) {
  const [problem, setProblem] = useState<string | null>(null);
  const [width, setWidth] = useState<number | null>(null);
  if (problem !== null)
    return (
      <p class="media-problem" data-testid="error">
        {problem}
      </p>
    );
  return (
    <img
      src={url}
      alt={name}
      loading="lazy"
      decoding="async"
      class={scale === 1 ? undefined : "scaled"}
      style={{ width: scale === 0 ? "100%" : width === null ? undefined : `${width * scale}px` }}
      onLoad={(event) => setWidth(event.currentTarget.naturalWidth)}
      onError={() => {
        setProblem("This image is broken.");
        why(url).then(setProblem, () => {});
      }}
    />
  );
}

async function why(url: string): Promise<string> {
  const response = await fetch(url);
  if (response.ok) return "This image is broken: the browser cannot decode it.";
  return (await response.json()).error.message;
}
