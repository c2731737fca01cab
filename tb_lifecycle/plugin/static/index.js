import{ag as a}from"./chunk-index-Du_NVKNZ.js";export{a as render};
