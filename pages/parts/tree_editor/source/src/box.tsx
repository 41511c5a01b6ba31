// A metric's box: name, value, owner, goals with their odds, a small fan, how much it moves.

import { Handle, Position, type Node, type NodeProps } from "@xyflow/react";
import { memo, useEffect, useRef, useState } from "react";
import type { Metric } from "./contract";

export interface BoxData extends Record<string, unknown> {
  metric: Metric;
  colour: string;
  editing: boolean;
  folds: number;
  loose: string; // what to say of a box without a link that stands among the others
  rename: (id: string, name: string | null) => void;
}

export type BoxNode = Node<BoxData, "metric">;

export const Box = memo(function Box({ id, data }: NodeProps<BoxNode>) {
  const { metric, colour, editing, folds, loose, rename } = data;
  const { future, badge, goals } = metric;
  // Where a metric has several goals, in the order of their rows.
  const odds = goals.flatMap((goal) => goal.odds || []).join(" · ");
  return (
    <div className={`box${metric.apart ? " apart" : ""}${goals.length ? " aimed" : ""}`} style={{ "--layer": colour } as React.CSSProperties}>
      <Handle type="target" position={Position.Left} />
      {loose && <span className="loose">{loose}</span>}
      {editing ? (
        <Rename label={metric.name} name={metric.written || metric.name} done={(name) => rename(id, name)} />
      ) : (
        <div className="name">
          {metric.lines.map((line, index) => (
            <span key={index}>{line}</span>
          ))}
        </div>
      )}
      {metric.value && <div className="value">{metric.value}</div>}
      {goals.map((goal) => (
        <div key={goal.id} className="aim">
          <svg className="flag" viewBox="0 0 11 13" aria-hidden="true">
            <path d="M0 0h1.5v12.500H0zM1.5 .5l9 3.250l-9 3.250z" />
          </svg>
          <span>{goal.text}</span>
        </div>
      ))}
      <div className="foot">
        {metric.initials && <span className="owner">{metric.initials}</span>}
        {future ? (
          <svg className="fan" viewBox="0 0 100 24" preserveAspectRatio="none" aria-hidden="true">
            {future.band && <path className="band" d={future.band} />}
            <path className="mid" d={future.line} />
          </svg>
        ) : (
          <span className="fan" />
        )}
        {odds ? (
          <b className="odds">{odds}</b>
        ) : (
          future?.move && <span className="move">{future.move}</span>
        )}
      </div>
      {badge && (
        <span className={`badge ${badge.level}`}>
          <i className={`sign ${badge.level}`} />
          {badge.count}
        </span>
      )}
      {folds > 0 && <span className="folds">+{folds}</span>}
      <Handle type="source" position={Position.Right} />
    </div>
  );
});

function Rename({ label, name: now, done }: { label: string; name: string; done: (name: string | null) => void }) {
  const field = useRef<HTMLTextAreaElement>(null);
  // As it was when it was opened: what somebody else has called the metric since is no change of ours.
  const [name] = useState(now);
  const over = useRef(false);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  const finish = (value: string | null) => {
    if (over.current) return;
    over.current = true;
    // As it stands it is kept, blanks and all.
    const named = value === name ? "" : (value?.trim() ?? "");
    done(named && named !== name ? named : null);
  };
  return (
    <textarea
      ref={field}
      className="renaming nodrag nopan nowheel"
      aria-label={label}
      defaultValue={name}
      rows={3}
      onBlur={(event) => finish(event.target.value)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.nativeEvent.isComposing) return;
        if (event.key === "Enter") {
          event.preventDefault();
          finish(event.currentTarget.value);
        } else if (event.key === "Escape") finish(null);
      }}
    />
  );
}
