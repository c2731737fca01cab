import type { ComponentChildren } from "preact";

interface IconProps {
  size?: number;
}

function Stroke({ size = 16, children }: IconProps & { children: ComponentChildren }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      stroke-width="1.5"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

export const SearchIcon = (props: IconProps) => (
  <Stroke {...props}>
    <circle cx="6.7" cy="6.7" r="4.2" />
    <path d="M9.9 9.9 14 14" />
  </Stroke>
);

export const CloseIcon = (props: IconProps) => (
  <Stroke {...props}>
    <path d="m4 4 8 8M12 4l-8 8" />
  </Stroke>
);

export const HelpIcon = (props: IconProps) => (
  <Stroke {...props}>
    <circle cx="8" cy="8" r="6.2" />
    <path d="M6.2 6.3a1.9 1.9 0 1 1 2.6 1.8c-.5.2-.8.6-.8 1.1v.3M8 11.6v.1" />
  </Stroke>
);

export const ColumnsIcon = (props: IconProps) => (
  <Stroke {...props}>
    <rect x="2" y="3.2" width="12" height="9.6" rx="1" />
    <path d="M6 3.2v9.6M10 3.2v9.6" />
  </Stroke>
);

export const ChevronDown = (props: IconProps) => (
  <Stroke {...props}>
    <path d="m4.8 6.4 3.2 3.2 3.2-3.2" />
  </Stroke>
);

export const ChevronRight = (props: IconProps) => (
  <Stroke {...props}>
    <path d="m6.4 4.8 3.2 3.2-3.2 3.2" />
  </Stroke>
);

export const ChevronLeft = (props: IconProps) => (
  <Stroke {...props}>
    <path d="M9.6 4.8 6.4 8l3.2 3.2" />
  </Stroke>
);

export const PinIcon = (props: IconProps) => (
  <Stroke {...props}>
    <path d="M5.2 2.2h5.6M6 2.2v4.6L4.4 9h7.2L10 6.8V2.2M8 9v4.8" />
  </Stroke>
);

export const CopyIcon = (props: IconProps) => (
  <Stroke {...props}>
    <rect x="5.5" y="5.5" width="7.5" height="7.5" rx="1" />
    <path d="M10.5 5.5V4a1 1 0 0 0-1-1H4a1 1 0 0 0-1 1v5.500a1 1 0 0 0 1 1h1.5" />
  </Stroke>
);

export const CheckIcon = (props: IconProps) => (
  <Stroke {...props}>
    <path d="m3.5 8.4 3 3 6-6.6" />
  </Stroke>
);

export const WarningIcon = (props: IconProps) => (
  <Stroke {...props}>
    <path d="M8 2.5 14.2 13.200H1.800ZM8 6.600v3M8 11.300v.1" />
  </Stroke>
);

export const InfoIcon = (props: IconProps) => (
  <Stroke {...props}>
    <circle cx="8" cy="8" r="6.2" />
    <path d="M8 7.400v3.600M8 5v.1" />
  </Stroke>
);

export const DownloadIcon = (props: IconProps) => (
  <Stroke {...props}>
    <path d="M8 2.500v7.500M4.8 7 8 10.2 11.2 7M3 13.200h10" />
  </Stroke>
);

export const LinkIcon = (props: IconProps) => (
  <Stroke {...props}>
    <path d="M6.8 4.500H5a3.5 3.5 0 0 0 0 7h1.800M9.2 4.500H11a3.5 3.5 0 0 1 0 7H9.200M5.8 8h4.4" />
  </Stroke>
);

export const GripIcon = (props: IconProps) => (
  <Stroke {...props}>
    <path d="M6 4v.1M10 4v.1M6 8v.1M10 8v.1M6 12v.1M10 12v.1" stroke-width="2" />
  </Stroke>
);

export const PauseIcon = (props: IconProps) => (
  <Stroke {...props}>
    <path d="M5.5 3.500v9M10.5 3.500v9" stroke-width="2" stroke-linecap="butt" />
  </Stroke>
);

export const PlayIcon = (props: IconProps) => (
  <Stroke {...props}>
    <path d="m5 3.5 7 4.5-7 4.500Z" fill="currentColor" />
  </Stroke>
);
